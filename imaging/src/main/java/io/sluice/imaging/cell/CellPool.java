package io.sluice.imaging.cell;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.cell.CellProtocol.Work;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// A pool of cells, which are started on demand, kept warm, and replaced when they had to be killed.
///
/// A small heap is sufficient for nearly all images, which are converted band by band. For an image that must
/// be completely in memory, a larger cell is started and ended afterwards; its heap is taken from the other
/// cells' share. Thread-safe.
final class CellPool implements AutoCloseable {

    private static final long MEGABYTE = 1 << 20;

    private final Heaps heaps;
    private final int threads;
    private final Cell.Priority priority;
    private final Duration limit;
    private final Semaphore places;
    /// Megabytes of heap that are not in use.
    private final Semaphore memory;

    private final Object lock = new Object();
    /// Idle cells, all cells, and whether new ones may start: guarded by `lock`.
    private final Deque<Cell> idle = new ArrayDeque<>();

    private final Set<Cell> all = new HashSet<>();
    private boolean closed;

    /// The heap sizes of cells, in bytes.
    ///
    /// @param usual   heap of a cell that is kept
    /// @param largest heap of a cell that is started for an image that needs it
    public record Heaps(long usual, long largest) {
        public Heaps {
            if (usual < MEGABYTE || largest < usual) {
                throw new IllegalArgumentException("heaps of " + usual + " and at most " + largest + " bytes");
            }
        }
    }

    private CellPool(int cells, Heaps heaps, int threads, Cell.Priority priority, Duration limit) {
        this.heaps = heaps;
        this.threads = threads;
        this.priority = priority;
        this.limit = limit;
        places = new Semaphore(cells, true);
        memory = new Semaphore(megabytes(Math.max(cells * heaps.usual(), heaps.largest())), true);
    }

    /// Creates a pool whose cells together have no more heap than `cells` usual ones or one of the largest,
    /// whichever is more.
    ///
    /// @param cells   maximum concurrent conversions
    /// @param threads threads per conversion
    /// @param limit   maximum duration of a conversion
    public static CellPool start(int cells, Heaps heaps, int threads, Duration limit) {
        return new CellPool(cells, heaps, threads, Cell.Priority.LOW, limit);
    }

    /// Creates a pool like the other method, of cells with one thread that give way to other processes.
    static CellPool startLow(int cells, Heaps heaps, Duration limit) {
        return new CellPool(cells, heaps, 1, Cell.Priority.LOWEST, limit);
    }

    /// Converts like [io.sluice.imaging.convert.Converter#convert], in a cell; waits for one when all are
    /// busy. The death of the cell is a refusal of the image.
    public Conversion convert(
            Path source, ImageFormat format, Target target, Path destination, long maxPixels, Extent extent)
            throws IOException, InterruptedException {
        return run(source, format, destination, maxPixels, new Work.Convert(target, extent));
    }

    /// Makes a preview like [io.sluice.imaging.preview.Previewer#make], in a cell, as [#convert] does.
    public Conversion preview(Path source, ImageFormat format, int side, Path destination, long maxPixels)
            throws IOException, InterruptedException {
        return run(source, format, destination, maxPixels, new Work.Preview(side));
    }

    private Conversion run(Path source, ImageFormat format, Path destination, long maxPixels, Work work)
            throws IOException, InterruptedException {
        var request = new CellProtocol.Request(
                source.toAbsolutePath(), format, destination.toAbsolutePath(), maxPixels, heaps.largest(), work);
        places.acquire();
        try {
            Cell.Outcome outcome = convert(request, heaps.usual());
            if (outcome instanceof Cell.Outcome.NeedsHeap(var bytes)) {
                outcome = convert(request, bytes);
            }
            return switch (outcome) {
                case Cell.Outcome.Answered(var conversion) -> conversion;
                case Cell.Outcome.Died(var why) -> refused(destination, format, why);
                case Cell.Outcome.NeedsHeap(var bytes) -> refused(destination, format, "it needs " + bytes + " bytes");
            };
        } finally {
            places.release();
        }
    }

    private Cell.Outcome convert(CellProtocol.Request request, long heapBytes)
            throws IOException, InterruptedException {
        int permits = megabytes(heapBytes);
        memory.acquire(permits);
        try {
            boolean usual = heapBytes <= heaps.usual();
            Cell cell = usual ? take() : startLarge(permits * MEGABYTE);
            try {
                return cell.convert(request, limit);
            } finally {
                if (!usual) {
                    cell.close();
                }
                giveBack(cell);
            }
        } finally {
            memory.release(permits);
        }
    }

    private static Conversion refused(Path destination, ImageFormat format, String why) throws IOException {
        Files.deleteIfExists(destination);
        return new Conversion.Refused(new Rejection.ConversionFailed(format.extension(), why));
    }

    private static int megabytes(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, MEGABYTE));
    }

    /// Kills all cells; current conversions fail.
    @Override
    public void close() {
        Set<Cell> cells;
        synchronized (lock) {
            closed = true;
            cells = Set.copyOf(all);
        }
        cells.forEach(Cell::close);
    }

    /// Returns the ids of the processes.
    public Set<Long> pids() {
        synchronized (lock) {
            return Set.copyOf(all.stream().map(Cell::pid).toList());
        }
    }

    private Cell take() throws IOException, InterruptedException {
        synchronized (lock) {
            while (!idle.isEmpty()) {
                Cell cell = idle.pop();
                if (cell.alive()) {
                    return cell;
                }
                all.remove(cell);
            }
            if (closed) {
                throw new IllegalStateException("conversions have ended");
            }
        }
        return start(heaps.usual());
    }

    /// Starts a larger cell. Its memory is granted, but idle cells may still use some of it.
    private Cell startLarge(long heapBytes) throws IOException, InterruptedException {
        Set<Cell> waiting;
        synchronized (lock) {
            waiting = Set.copyOf(idle);
            all.removeAll(waiting);
            idle.clear();
        }
        waiting.forEach(Cell::close);
        return start(heapBytes);
    }

    private Cell start(long heapBytes) throws IOException, InterruptedException {
        Cell cell = Cell.start(heapBytes, threads, priority);
        synchronized (lock) {
            if (!closed) {
                all.add(cell);
                return cell;
            }
        }
        cell.close();
        throw new IllegalStateException("conversions have ended");
    }

    private void giveBack(Cell cell) {
        synchronized (lock) {
            if (cell.alive()) {
                idle.push(cell);
            } else {
                all.remove(cell);
            }
        }
    }
}
