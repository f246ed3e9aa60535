package io.sluice.imaging.cell;

import io.sluice.command.Rejection;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// A converter of TIFF and PSD to PNG, JPEG or WebP in child processes. Thread-safe; callers wait while
/// others use the budget of decoded pixels.
public final class Optimizer implements AutoCloseable {

    /// Decoded bytes per permit, because a semaphore counts up to an `int`.
    private static final long BYTES_A_PERMIT = 4096;

    private final ImageLimits limits;
    private final CellPool cells;
    private final int permits;
    private final Semaphore budget;

    private Optimizer(ImageLimits limits, OptimizerConfig config) {
        this.limits = limits;
        permits = Math.toIntExact(Math.max(1, config.decodedBudget() / BYTES_A_PERMIT));
        // fair, so that a large image is not delayed by small ones forever
        budget = new Semaphore(permits, true);
        cells = CellPool.start(
                config.cells(),
                new CellPool.Heaps(config.cellHeap(), config.largestHeap()),
                config.threads(),
                limits.decodeTimeout());
    }

    /// Creates an optimizer; child processes are started with the first conversions.
    public static Optimizer start(ImageLimits limits, OptimizerConfig config) {
        return new Optimizer(limits, config);
    }

    /// Converts `source`, which was identified as a TIFF or PSD, into the file `destination`, which is
    /// replaced.
    ///
    /// @throws IOException when a file cannot be read or written, which implies nothing about the image
    public Conversion convert(Path source, Identification.Identified identified, Target target, Path destination)
            throws IOException, InterruptedException {
        return convert(source, identified, target, destination, Extent.SAMPLE);
    }

    /// Converts like the other method, with a second reading of `extent` rows of the source.
    public Conversion convert(
            Path source, Identification.Identified identified, Target target, Path destination, Extent extent)
            throws IOException, InterruptedException {
        long pixels = (long) identified.width() * identified.height();
        if (pixels > limits.maxPixels()) {
            return new Conversion.Refused(
                    new Rejection.TooManyPixels(identified.width(), identified.height(), limits.maxPixels()));
        }
        int weight = Math.clamp(decodedBytes(identified) / BYTES_A_PERMIT, 1, permits);
        budget.acquire(weight);
        try {
            return noted(
                    cells.convert(source, identified.format(), target, destination, limits.maxPixels(), extent),
                    identified);
        } finally {
            budget.release(weight);
        }
    }

    /// Returns the bytes of all decoded pixels, according to the header.
    private static long decodedBytes(Identification.Identified image) {
        int colors = switch (image.pixels().colorSpace()) {
            case "gray", "palette" -> 1;
            case "cmyk" -> 4;
            default -> 3;
        };
        long bits = (long) (colors + (image.pixels().opaque() ? 0 : 1))
                * image.pixels().bitDepth();
        return Math.ceilDiv(bits * image.width(), 8L) * image.height();
    }

    /// Adds a note about omitted pages, whose number is known only from the identification.
    static Conversion noted(Conversion conversion, Identification.Identified image) {
        return switch (conversion) {
            case Conversion.Converted converted
            when image.frames() > 1 -> converted.noting("only the first of " + image.frames() + " pages was converted");
            case Conversion.Converted converted -> converted;
            case Conversion.Refused refused -> refused;
        };
    }

    @Override
    public void close() {
        cells.close();
    }
}
