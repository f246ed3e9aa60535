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
    /// @param animated    whether there is more than one frame in time
    /// @param frames      frames of an animation or pages of a document, at least 1
    /// @param orientation how to turn the stored pixels for display, numbered 1 to 8 as in EXIF; HEIF stores
    ///                    it in rotation and mirror properties, JPEG XL in its header
    record Identified(
            ImageFormat format, int width, int height, boolean animated, int frames, int orientation, Pixels pixels)
            implements Identification {

        /// Creates the properties of a single frame in its normal orientation.
        public Identified(ImageFormat format, int width, int height, Pixels pixels) {
            this(format, width, height, false, 1, 1, pixels);
        }
    }

    /// The properties of the pixels of an image.
    ///
    /// @param opaque     whether every pixel of all composed frames is fully opaque; `true` for vector
    ///                   formats
    /// @param bitDepth   bits per sample, 8 for vector formats
    /// @param colorSpace `gray`, `rgb`, `palette`, `cmyk`, `lab`, `ycbcr`, `ycck` … in lower case
    /// @param icc        whether an ICC profile is embedded
    record Pixels(boolean opaque, int bitDepth, String colorSpace, boolean icc) {

        /// Opaque pixels of three samples with 8 bits each.
        public static final Pixels RGB = new Pixels(true, 8, "rgb", false);

        /// Pixels as they are rendered from a vector format.
        public static final Pixels VECTOR = new Pixels(true, 8, "vector", false);
    }

    /// A refusal: the file is not a supported, valid image.
    record Refused(Rejection reason) implements Identification {}
}
