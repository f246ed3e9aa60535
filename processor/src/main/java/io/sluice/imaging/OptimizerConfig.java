package io.sluice.imaging;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// How much of the machine conversions may take.
///
/// Nearly all images pass through a cell band by band, whatever their size. Some must be in memory as a whole (WebP to
/// be written, JPEG or CCITT inside TIFF); for those a larger cell is started while others wait. All cells together
/// have no more heap than `cells` usual ones or one of the largest, whichever is more.
///
/// @param cells         child processes, the most conversions that run at the same time
/// @param cellHeap      usual heap of each, in bytes
/// @param largestHeap   heap of the largest cell, in bytes
/// @param threads       threads that work on one conversion
/// @param decodedBudget most bytes of decoded pixels in all images being converted at a time, as their headers
///                      declare them; more wait. A larger image runs alone
public record OptimizerConfig(int cells, long cellHeap, long largestHeap, int threads, long decodedBudget) {

    /// As many decoded bytes as the largest image has that is accepted, with three bytes a pixel.
    public static final OptimizerConfig DEFAULTS =
            new OptimizerConfig(2, 256L << 20, 1L << 30, Runtime.getRuntime().availableProcessors(), 675_000_000);

    public static final Setting<Long> CELLS = Setting.number(
            "SLUICE_CONVERSION_CELLS",
            DEFAULTS.cells,
            1,
            1_000,
            "Child processes that convert images, each one image at a time");

    public static final Setting<Long> THREADS = Setting.number(
            "SLUICE_CONVERSION_THREADS",
            DEFAULTS.threads,
            1,
            1_000,
            "Threads that work on one conversion; by default one for each processor");

    public static final Setting<Long> CELL_HEAP = Setting.number(
            "SLUICE_CONVERSION_HEAP_BYTES",
            DEFAULTS.cellHeap,
            64L << 20,
            1L << 40,
            "Usual heap of each of these processes");

    public static final Setting<Long> LARGEST_HEAP = Setting.number(
            "SLUICE_CONVERSION_LARGEST_HEAP_BYTES",
            DEFAULTS.largestHeap,
            64L << 20,
            1L << 40,
            "Heap of the process for an image that must be in memory as a whole; larger images are refused");

    public static final Setting<Long> DECODED_BUDGET = Setting.number(
            "SLUICE_CONVERSION_DECODED_BYTES",
            DEFAULTS.decodedBudget,
            1,
            1L << 40,
            "Most bytes of decoded pixels in all images being converted at a time; more wait");

    public static final List<Setting<?>> SETTINGS = List.of(CELLS, THREADS, CELL_HEAP, LARGEST_HEAP, DECODED_BUDGET);

    public OptimizerConfig {
        if (cells < 1 || cellHeap < 64L << 20 || largestHeap < cellHeap || threads < 1 || decodedBudget < 1) {
            throw new IllegalArgumentException(
                    "an optimizer needs at least one cell of 64 MB, a largest one that is no smaller, one thread and"
                            + " one byte, not " + cells + " cells of " + cellHeap + " and at most " + largestHeap
                            + " bytes, " + threads + " threads, " + decodedBudget + " decoded bytes");
        }
    }

    public static OptimizerConfig from(Settings settings) {
        return new OptimizerConfig(
                Math.toIntExact(settings.get(CELLS)),
                settings.get(CELL_HEAP),
                settings.get(LARGEST_HEAP),
                Math.toIntExact(settings.get(THREADS)),
                settings.get(DECODED_BUDGET));
    }

    /// The same with another number of cells and threads.
    public OptimizerConfig with(int otherCells, int otherThreads) {
        return new OptimizerConfig(otherCells, cellHeap, largestHeap, otherThreads, decodedBudget);
    }
}
