package io.sluice.standalone.sample;

/// An image generated row by row and reproducibly, so that it need not be in memory.
public interface Rows {

    PixelFormat format();

    /// Returns the width in pixels.
    int width();

    /// Returns the height in pixels.
    int height();

    /// Generates the row `y`: interleaved, 16-bit samples big-endian.
    void row(int y, byte[] target);

    default int rowBytes() {
        return width() * format().samples() * format().bits() / 8;
    }
}
