package io.sluice.imaging;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;

/// The result of identifying a file.
public sealed interface Identification {

    /// The properties of a valid image.
    ///
    /// @param format      detected from the content
    /// @param width       pixels as stored, before any orientation; the canvas of an animation; CSS pixels at
    ///                    96 dpi of an SVG, points of a PDF or EPS
    /// @param height      see `width`
    /// @param opaque      whether every pixel of all composed frames is fully opaque; `true` for vector
    ///                    formats
    /// @param animated    whether there is more than one frame in time
    /// @param frames      frames of an animation or pages of a document, at least 1
    /// @param orientation how to turn the stored pixels for display, numbered 1 to 8 as in EXIF; HEIF stores
    ///                    it in rotation and mirror properties, JPEG XL in its header
    /// @param bitDepth    bits per sample, 8 for vector formats
    /// @param colorSpace  `gray`, `rgb`, `palette`, `cmyk`, `lab`, `ycbcr`, `ycck` … in lower case
    /// @param icc         whether an ICC profile is embedded
    record Identified(
            ImageFormat format,
            int width,
            int height,
            boolean opaque,
            boolean animated,
            int frames,
            int orientation,
            int bitDepth,
            String colorSpace,
            boolean icc)
            implements Identification {}

    /// A refusal: the file is not a supported, valid image.
    record Refused(Rejection reason) implements Identification {}
}
