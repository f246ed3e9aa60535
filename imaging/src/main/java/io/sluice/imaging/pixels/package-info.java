/// Decoded samples on their way from a decoder to an encoder: how they lie
/// ([io.sluice.imaging.pixels.PixelLayout]), where they come from, band by band
/// ([io.sluice.imaging.pixels.PixelSource]), and how two images are compared
/// ([io.sluice.imaging.pixels.PixelDigest]). Knows no file format.
@NullMarked
package io.sluice.imaging.pixels;

import org.jspecify.annotations.NullMarked;
