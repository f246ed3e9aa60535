package io.sluice.standalone.sample;

/// An image that is made row by row, always the same, so that it need never be in memory.
public interface Rows {

    PixelFormat format();

    /// In pixels.
    int width();

    /// In pixels.
    int height();

    /// Makes the row `y`, interleaved, 16-bit samples big-endian.
    void row(int y, byte[] target);

    default int rowBytes() {
        return width() * format().samples() * format().bits() / 8;
    }
}
