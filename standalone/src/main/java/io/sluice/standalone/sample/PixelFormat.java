package io.sluice.standalone.sample;

/// The samples of a pixel.
public enum PixelFormat {
    RGB(3, 8),
    RGBA(4, 8),
    RGB16(3, 16);

    private final int samples;
    private final int bits;

    PixelFormat(int samples, int bits) {
        this.samples = samples;
        this.bits = bits;
    }

    public int samples() {
        return samples;
    }

    /// Returns the bits of one sample.
    public int bits() {
        return bits;
    }
}
