package io.sluice.imaging;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;

/// What looking at a file came to.
public sealed interface Identification {

    /// A sound image.
    ///
    /// @param format      told from the content
    /// @param width       pixels as stored, before any orientation; the canvas of an animation; CSS pixels at 96
    ///                    dpi of an SVG, points of a PDF or EPS
    /// @param height      see `width`
    /// @param opaque      no pixel of any composed frame is even partly transparent; `true` for vector formats
    /// @param animated    more than one frame is shown in time
    /// @param frames      frames of an animation or pages of a document, at least 1
    /// @param orientation how to turn the stored pixels for showing, numbered 1 to 8 as in EXIF; HEIF says it by
    ///                    rotation and mirror properties, JPEG XL in its header
    /// @param bitDepth    bits a sample, 8 for vector formats
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

    /// Not an image that can be kept.
    record Refused(Rejection reason) implements Identification {}
}
