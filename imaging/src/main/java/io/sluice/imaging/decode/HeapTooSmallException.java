package io.sluice.imaging.decode;

import java.io.IOException;

/// An image must be in memory as a whole and does not fit into that of this process, but into that of a larger one.
public final class HeapTooSmallException extends IOException {

    private final long needed;

    /// @param needed heap in bytes that would be enough
    public HeapTooSmallException(long needed) {
        super("a heap of " + needed + " bytes is needed");
        this.needed = needed;
    }

    public long needed() {
        return needed;
    }
}
