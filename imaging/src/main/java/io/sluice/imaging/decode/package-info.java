/// What the decoders of TIFF and PSD share: reading a file from several threads, run by run, within the heap there is.
/// Start with [io.sluice.imaging.decode.DecodedImage]. Called by the formats and by
/// `convert`.
@NullMarked
package io.sluice.imaging.decode;

import org.jspecify.annotations.NullMarked;
