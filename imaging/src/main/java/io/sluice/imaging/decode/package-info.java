/// Common parts of the decoders of TIFF and PSD: concurrent, segmented reads of a file, within the available
/// heap. Start with [io.sluice.imaging.decode.DecodedImage]. Called by the formats and by `convert`.
@NullMarked
package io.sluice.imaging.decode;

import org.jspecify.annotations.NullMarked;
