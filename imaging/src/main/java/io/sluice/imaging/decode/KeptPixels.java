package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A source that keeps bands of another source in memory between the analysis and the writing of its pixels,
/// up to a limit, so that they are decoded once. A kept band is removed when it is read again.
public final class KeptPixels implements PixelSource {

    private final PixelSource source;
    private final AtomicReferenceArray<byte @Nullable []> bands;
    private final AtomicLong room;

    /// @param room maximum number of bytes to keep
    KeptPixels(PixelSource source, long room) {
        this.source = source;
        this.bands = new AtomicReferenceArray<>(source.bands());
        this.room = new AtomicLong(room);
    }

    /// Keeps no more bands from now on: every band will be read once.
    public void keepNoMore() {
        room.set(0);
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
        byte[] kept = bands.getAndSet(index, null);
        if (kept != null) {
            return kept;
        }
        byte[] rows = source.band(index);
        if (room.get() >= rows.length && room.addAndGet(-rows.length) >= 0) {
            bands.set(index, rows);
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
