package io.sluice.imaging.decode;

/// How much heap an image may take that must be in memory as a whole. Most images need not be: they pass through band
/// by band.
///
/// @param here    heap of this process, in bytes
/// @param largest heap of the largest process that could be started instead
public record HeapLimit(long here, long largest) {

    /// What a conversion needs besides the image.
    private static final long BASE = 96L << 20;

    /// That of this process, when there is no larger one.
    public static HeapLimit ofThisProcess() {
        long here = Runtime.getRuntime().maxMemory();
        return new HeapLimit(here, here);
    }

    /// Whether so many bytes fit.
    ///
    /// @throws HeapTooSmallException when they do not fit here, but would elsewhere
    public boolean holds(long bytes) throws HeapTooSmallException {
        long needed = bytes + BASE;
        if (needed > here && needed <= largest) {
            throw new HeapTooSmallException(needed);
        }
        return needed <= here;
    }
}
