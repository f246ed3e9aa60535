package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Keeps the bands of another source in memory, so that looking at the pixels twice decodes them once.
final class KeptPixels implements PixelSource {

    private final PixelSource source;
    private final AtomicReferenceArray<byte @Nullable []> bands;

    KeptPixels(PixelSource source) {
        this.source = source;
        this.bands = new AtomicReferenceArray<>(source.bands());
    }

    @Override
    public PixelLayout layout() {
        return source.layout();
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
        byte[] kept = bands.get(index);
        if (kept == null) {
            kept = source.band(index);
            bands.set(index, kept);
        }
        return kept;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
