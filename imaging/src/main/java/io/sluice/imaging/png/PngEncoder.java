package io.sluice.imaging.png;

import io.sluice.imaging.deflate.Adler32Sum;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.pixels.Reduction;
import io.sluice.imaging.png.BandCompressor.Band;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/// A writer of PNG that filters and deflates bands of rows concurrently on all threads of a pool.
///
/// Bands are written in order as IDAT chunks while later ones are still being compressed; at most a fixed
/// number is in memory. The bytes depend only on the pixels, not on the number of threads. Thread-safe; the
/// caller closes the pool.
public final class PngEncoder {

    /// Deflate, 32 KB window, fastest (RFC 1950, 2.2).
    private static final byte[] ZLIB_HEADER = {0x78, 0x01};

    private final ExecutorService pool;
    private final int bandsInFlight;

    /// @param pool    executes the compression; must not run the callers of [#encode] itself
    /// @param threads number of threads of the pool
    public PngEncoder(ExecutorService pool, int threads) {
        this.pool = pool;
        this.bandsInFlight = 2 * threads + 1;
    }

    /// Writes `source` in the layout of `reduction` to `out`, which stays open, and passes the source's rows
    /// of every band to `observer`, in order.
    public void encode(
            PixelSource source, Reduction reduction, Annotations annotations, OutputStream out, BandObserver observer)
            throws IOException, InterruptedException {
        var chunks = new PngChunkWriter(out);
        chunks.begin(reduction.layout(), annotations);
        var idat = new IdatStream(chunks);
        var window = new ArrayDeque<InFlight>();
        try {
            var previous = CompletableFuture.completedFuture(Band.NONE);
            for (int i = 0; i < source.bands(); i++) {
                if (window.size() == bandsInFlight) {
                    write(window.remove(), idat, observer);
                }
                InFlight next = start(source, reduction, i, previous);
                window.add(next);
                previous = next.reduced();
            }
            while (!window.isEmpty()) {
                write(window.remove(), idat, observer);
            }
        } finally {
            // no thread may read from the source after this returns
            window.forEach(InFlight::settle);
        }
        idat.end();
        chunks.end();
    }

    /// An observer of the rows of each band, in order, on the encoding thread.
    @FunctionalInterface
    public interface BandObserver {
        void band(byte[] rows, int count);
    }

    private record InFlight(
            CompletableFuture<byte[]> rows,
            CompletableFuture<Band> reduced,
            CompletableFuture<CompressedBand> compressed,
            int count) {

        void settle() {
            compressed.handle((band, failure) -> true).join();
        }
    }

    private InFlight start(PixelSource source, Reduction reduction, int index, CompletableFuture<Band> previous)
            throws IOException {
        CompletableFuture<byte[]> rows = source.concurrent()
                ? CompletableFuture.supplyAsync(() -> read(source, index), pool)
                : CompletableFuture.completedFuture(source.band(index));
        boolean last = index == source.bands() - 1;
        PixelLayout layout = reduction.layout();
        var reduced = rows.thenApplyAsync(band -> Band.of(layout, reduction.reduce(band)), pool);
        var compressed = reduced.thenCombineAsync(
                previous, (band, before) -> BandCompressor.compress(layout, before, band, last), pool);
        return new InFlight(rows, reduced, compressed, source.rowsOf(index));
    }

    private static byte[] read(PixelSource source, int index) {
        try {
            return source.band(index);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static void write(InFlight band, IdatStream idat, BandObserver observer)
            throws IOException, InterruptedException {
        CompressedBand compressed;
        byte[] rows;
        try {
            compressed = band.compressed().get();
            rows = band.rows().get();
        } catch (ExecutionException e) {
            band.settle();
            throw unwrapped(e);
        }
        observer.band(rows, band.count());
        idat.write(compressed);
    }

    private static IOException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException io -> io;
            case Error error -> throw error;
            case RuntimeException unexpected -> throw unexpected;
            case null, default -> throw new IllegalStateException(failure);
        };
    }

    /// The zlib stream of all bands: its header before the first, the checksum of all after the last.
    private static final class IdatStream {

        private final PngChunkWriter chunks;
        private final Adler32Sum adler = new Adler32Sum();
        private boolean begun;

        IdatStream(PngChunkWriter chunks) {
            this.chunks = chunks;
        }

        void write(CompressedBand band) throws IOException {
            if (!begun) {
                chunks.write("IDAT", ZLIB_HEADER);
                begun = true;
            }
            adler.append(band.adler(), band.filteredBytes());
            chunks.write("IDAT", band.deflated(), band.length());
        }

        void end() throws IOException {
            chunks.write("IDAT", ByteBuffer.allocate(4).putInt(adler.value()).array());
        }
    }
}
