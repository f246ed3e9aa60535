package io.sluice.imaging.pixels;

/// The samples of a pixel, in their order.
public enum Channels {
    GRAY(1, false),
    GRAY_ALPHA(2, true),
    RGB(3, false),
    RGBA(4, true),
    /// One index into a [Palette].
    INDEXED(1, false);

    private final int count;
    private final boolean alpha;

    Channels(int count, boolean alpha) {
        this.count = count;
        this.alpha = alpha;
    }

    /// Returns the number of samples per pixel.
    public int count() {
        return count;
    }

    /// Whether the last sample is an alpha that is not premultiplied.
    public boolean alpha() {
        return alpha;
    }

    /// Whether all pixels are gray; an index may be either.
    public boolean gray() {
        return this == GRAY || this == GRAY_ALPHA;
    }
}
