package io.sluice.imaging.convert;

import java.io.IOException;

/// An image must be in memory as a whole and does not fit into that of this process, but into that of a larger one.
final class HeapTooSmallException extends IOException {

    private final long needed;

    /// @param needed heap in bytes that would be enough
    HeapTooSmallException(long needed) {
        super("a heap of " + needed + " bytes is needed");
        this.needed = needed;
    }

    long needed() {
        return needed;
    }
}
