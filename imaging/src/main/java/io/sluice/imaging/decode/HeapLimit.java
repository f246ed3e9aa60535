package io.sluice.imaging.decode;

/// The available heap for an image that must be completely in memory. Most images are processed band by band
/// instead.
///
/// @param here    heap of this process, in bytes
/// @param largest heap of the largest process that could be started instead
public record HeapLimit(long here, long largest) {

    /// Heap of a conversion besides the image.
    private static final long BASE = 96L << 20;

    /// Returns the limit of this process, when there is no larger one.
    public static HeapLimit ofThisProcess() {
        long here = Runtime.getRuntime().maxMemory();
        return new HeapLimit(here, here);
    }

    /// Whether `bytes` bytes fit.
    ///
    /// @throws HeapTooSmallException when they do not fit here, but in a larger process
    public boolean holds(long bytes) throws HeapTooSmallException {
        long needed = bytes + BASE;
        if (needed > here && needed <= largest) {
            throw new HeapTooSmallException(needed);
        }
        return needed <= here;
    }
}
