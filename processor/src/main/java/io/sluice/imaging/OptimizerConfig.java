package io.sluice.imaging;

/// How much of the machine conversions may take.
///
/// @param cells       child processes, the most conversions that run at the same time
/// @param cellHeap    heap of each, in bytes
/// @param threads     threads that work on one conversion
/// @param pixelBudget most pixels in all images being converted at a time; more wait. A larger image runs alone
public record OptimizerConfig(int cells, long cellHeap, int threads, long pixelBudget) {

    public static final OptimizerConfig DEFAULTS =
            new OptimizerConfig(2, 1L << 30, Runtime.getRuntime().availableProcessors(), 225_000_000);

    public OptimizerConfig {
        if (cells < 1 || cellHeap < 64L << 20 || threads < 1 || pixelBudget < 1) {
            throw new IllegalArgumentException(
                    "an optimizer needs at least one cell of 64 MB, one thread and one pixel, not " + cells + " cells, "
                            + cellHeap + " bytes, " + threads + " threads, " + pixelBudget + " pixels");
        }
    }

    /// The same with another number of threads.
    public OptimizerConfig withThreads(int number) {
        return new OptimizerConfig(cells, cellHeap, number, pixelBudget);
    }
}
