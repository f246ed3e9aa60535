/// Decoded samples between a decoder and an encoder: their layout ([io.sluice.imaging.pixels.PixelLayout]),
/// their source, band by band ([io.sluice.imaging.pixels.PixelSource]), and the comparison of two images
/// ([io.sluice.imaging.pixels.PixelDigest]). Independent of file formats.
@NullMarked
package io.sluice.imaging.pixels;

import org.jspecify.annotations.NullMarked;
