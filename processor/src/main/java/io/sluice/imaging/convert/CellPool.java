package io.sluice.imaging.convert;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// A few cells, started when they are first needed, kept warm, and replaced when they had to be killed.
/// Thread-safe.
public final class CellPool implements AutoCloseable {

    private final long heapBytes;
    private final int threads;
    private final Duration limit;
    private final Semaphore places;
    private final Object lock = new Object();
    /// Cells that wait for work, all cells, and whether there may be new ones: guarded by `lock`.
    private final Deque<Cell> idle = new ArrayDeque<>();

    private final Set<Cell> all = new HashSet<>();
    private boolean closed;

    private CellPool(int cells, long heapBytes, int threads, Duration limit) {
        this.heapBytes = heapBytes;
        this.threads = threads;
        this.limit = limit;
        places = new Semaphore(cells, true);
    }

    /// @param cells     most child processes at a time
    /// @param heapBytes most heap of each
    /// @param threads   threads that work on one conversion
    /// @param limit     longest a conversion may take
    public static CellPool start(int cells, long heapBytes, int threads, Duration limit) {
        return new CellPool(cells, heapBytes, threads, limit);
    }

    /// As [Converter#convert], in a cell; waits for one when all are busy. What the image does to the cell is
    /// a refusal.
    public Conversion convert(Path source, ImageFormat format, Target target, Path destination, long maxPixels)
            throws IOException, InterruptedException {
        var request = new CellProtocol.Request(
                source.toAbsolutePath(), format, target, destination.toAbsolutePath(), maxPixels);
        places.acquire();
        try {
            Cell cell = take();
            try {
                return switch (cell.convert(request, limit)) {
                    case Cell.Outcome.Answered(var conversion) -> conversion;
                    case Cell.Outcome.Died(var why) -> {
                        Files.deleteIfExists(destination);
                        yield new Conversion.Refused(new Rejection.ConversionFailed(format.extension(), why));
                    }
                };
            } finally {
                giveBack(cell);
            }
        } finally {
            places.release();
        }
    }

    /// Kills all cells; conversions under way fail.
    @Override
    public void close() {
        Set<Cell> cells;
        synchronized (lock) {
            closed = true;
            cells = Set.copyOf(all);
        }
        cells.forEach(Cell::close);
    }

    /// The processes there are.
    Set<Long> pids() {
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
        Cell cell = Cell.start(heapBytes, threads);
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
