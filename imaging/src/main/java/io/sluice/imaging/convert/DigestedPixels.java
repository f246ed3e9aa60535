package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.pixels.Reduction;
import java.io.IOException;

/// The pixels of another source in another layout, for a reader that reads every band once and in order; the
/// digest is of the source's original bands.
///
/// @param source closed by its owner
record DigestedPixels(PixelSource source, Reduction reduction, CheckedBands checked) implements PixelSource {

    @Override
    public PixelLayout layout() {
        return reduction.layout();
    }

    @Override
    public int bandRows() {
        return source.bandRows();
    }

    @Override
    public boolean concurrent() {
        return false;
    }

    @Override
    public byte[] band(int index) throws IOException {
        byte[] rows = source.band(index);
        checked.add(rows, rowsOf(index));
        return reduction.reduce(rows);
    }

    @Override
    public void close() {}
}
