package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.util.Arrays;

/// An image that is in memory as a whole.
final class WholePixels implements PixelSource {

    private final PixelLayout layout;
    private final byte[] rows;

    /// @param rows all rows, as `layout` says; must not be changed any more
    WholePixels(PixelLayout layout, byte[] rows) {
        if (rows.length != layout.bytes()) {
            throw new IllegalArgumentException(rows.length + " bytes for " + layout);
        }
        this.layout = layout;
        this.rows = rows;
    }

    @Override
    public PixelLayout layout() {
        return layout;
    }

    @Override
    public int bandRows() {
        return PixelSource.bandRowsFor(layout);
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public byte[] band(int index) {
        int from = index * bandRows() * layout.rowBytes();
        return Arrays.copyOfRange(rows, from, from + rowsOf(index) * layout.rowBytes());
    }

    @Override
    public void close() {}
}
