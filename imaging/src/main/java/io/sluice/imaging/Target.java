package io.sluice.imaging;

/// The target format of a conversion.
public enum Target {
    /// Lossless: every sample that PNG can represent is preserved.
    PNG,
    /// High-quality JPEG, or WebP when a pixel is not opaque.
    JPEG
}
