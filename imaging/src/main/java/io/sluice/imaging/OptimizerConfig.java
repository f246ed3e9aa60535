package io.sluice.imaging;

/// The resources of conversions.
///
/// A cell processes nearly all images band by band, whatever their size. Some must be completely in memory
/// (WebP to be written, JPEG or CCITT inside TIFF); for those a larger cell is started while others wait. All
/// cells together have no more heap than `cells` usual ones or one of the largest, whichever is more.
///
/// @param cells         number of child processes, which is the maximum number of concurrent conversions
/// @param cellHeap      usual heap of each, in bytes
/// @param largestHeap   heap of the largest cell, in bytes
/// @param threads       threads per conversion
/// @param decodedBudget maximum bytes of decoded pixels of all images being converted, as declared by their
/// headers; further images wait. A larger image is converted alone
public record OptimizerConfig(int cells, long cellHeap, long largestHeap, int threads, long decodedBudget) {

    /// The decoded bytes of the largest accepted image with three bytes per pixel.
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

    /// Returns the same configuration with another number of cells and threads.
    public OptimizerConfig with(int otherCells, int otherThreads) {
        return new OptimizerConfig(otherCells, cellHeap, largestHeap, otherThreads, decodedBudget);
    }
}
