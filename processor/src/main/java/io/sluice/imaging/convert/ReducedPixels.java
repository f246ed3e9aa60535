package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.pixels.Reduction;
import java.io.IOException;

/// The pixels of another source in another layout.
///
/// @param source    stays its owner's to close
/// @param reduction applied to each band
record ReducedPixels(PixelSource source, Reduction reduction) implements PixelSource {

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
        return source.concurrent();
    }

    @Override
    public byte[] band(int index) throws IOException {
        return reduction.reduce(source.band(index));
    }

    @Override
    public void close() {}
}
