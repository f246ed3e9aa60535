/// What the decoders of TIFF and PSD share: reading a file from several threads, the formats of samples, and their
/// conversion to what PNG can hold. Start with [io.sluice.imaging.decode.DecodedImage]. Called by the formats and by
/// `convert`.
@NullMarked
package io.sluice.imaging.decode;

import org.jspecify.annotations.NullMarked;
