package io.sluice.imaging;

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

    public OptimizerConfig {
        if (cells < 1 || cellHeap < 64L << 20 || largestHeap < cellHeap || threads < 1 || decodedBudget < 1) {
            throw new IllegalArgumentException(
                    "an optimizer needs at least one cell of 64 MB, a largest one that is no smaller, one thread and"
                            + " one byte, not " + cells + " cells of " + cellHeap + " and at most " + largestHeap
                            + " bytes, " + threads + " threads, " + decodedBudget + " decoded bytes");
        }
    }

    /// The same with another number of cells and threads.
    public OptimizerConfig with(int otherCells, int otherThreads) {
        return new OptimizerConfig(otherCells, cellHeap, largestHeap, otherThreads, decodedBudget);
    }
}
