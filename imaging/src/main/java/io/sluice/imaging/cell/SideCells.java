package io.sluice.imaging.cell;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Previews and trial conversions in child processes with few resources, which give way to all other
/// processes. Thread-safe; callers wait while all are busy.
public final class SideCells implements AutoCloseable {

    private static final long USUAL_HEAP = 192L << 20;
    private static final long LARGEST_HEAP = 384L << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CellPool cells;
    private final long maxPixels;

    private SideCells(CellPool cells, long maxPixels) {
        this.cells = cells;
        this.maxPixels = maxPixels;
    }

    /// Creates the cells; child processes are started with the first requests.
    ///
    /// @param cells     maximum number of processes
    /// @param maxPixels maximum pixels of an image; JPEG and WebP are exempt
    public static SideCells start(int cells, long maxPixels) {
        var heaps = new CellPool.Heaps(USUAL_HEAP, LARGEST_HEAP);
        return new SideCells(CellPool.startLow(cells, heaps, LIMIT), maxPixels);
    }

    /// Writes a preview of the image in the file `source` into the file `destination`, which is replaced.
    ///
    /// @param side width and height are at most this
    /// @throws IOException when a file cannot be read or written, which implies nothing about the image
    public Conversion preview(Path source, ImageFormat format, int side, Path destination)
            throws IOException, InterruptedException {
        return cells.preview(source, format, side, destination, maxPixels);
    }

    /// Converts like [Optimizer#convert], with fewer resources.
    public Conversion convert(Path source, Identified identified, Target target, Path destination)
            throws IOException, InterruptedException {
        return Optimizer.noted(
                cells.convert(source, identified.format(), target, destination, maxPixels, Extent.SAMPLE), identified);
    }

    /// Kills the processes; requests being handled fail.
    @Override
    public void close() {
        cells.close();
    }
}
