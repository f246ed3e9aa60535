package io.sluice.imaging;

/// What a TIFF or PSD is to become.
public enum Target {
    /// Lossless: every sample that PNG can hold survives.
    PNG,
    /// High-quality JPEG, or WebP when a pixel is not opaque.
    JPEG
}
