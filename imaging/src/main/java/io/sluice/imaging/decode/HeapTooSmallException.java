package io.sluice.imaging.decode;

import java.io.IOException;

/// Thrown when an image must be completely in memory and does not fit into this process, but into a larger
/// one.
public final class HeapTooSmallException extends IOException {

    private final long needed;

    /// @param needed sufficient heap in bytes
    public HeapTooSmallException(long needed) {
        super("a heap of " + needed + " bytes is needed");
        this.needed = needed;
    }

    public long needed() {
        return needed;
    }
}
