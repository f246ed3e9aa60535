package io.sluice.imaging.read;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// The memory that the identification of one file may allocate: 64 MB, and some more for each of its bytes.
/// It counts everything that is ever allocated, which is more than what is held at a time.
final class AllocatedMemory {

    static final long LEAST = 64L << 20;

    /// Values of a file are read, copied and decoded; reading an honest file takes a tenth of it.
    private static final int FOR_A_BYTE = 8;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long start = measured();
    private final long limit;
    private long announced;

    private AllocatedMemory(long limit) {
        this.limit = limit;
    }

    /// The memory for a file that the current thread begins to read.
    ///
    /// @param size size of the file in bytes
    static AllocatedMemory ofFile(long size) {
        return new AllocatedMemory(LEAST + FOR_A_BYTE * size);
    }

    static AllocatedMemory unbounded() {
        return new AllocatedMemory(Long.MAX_VALUE);
    }

    long limit() {
        return limit;
    }

    /// Returns whether `bytes` more may be allocated, and counts them.
    boolean admits(long bytes) {
        announced += bytes;
        return limit == Long.MAX_VALUE || used() + (start < 0 ? 0 : bytes) <= limit;
    }

    boolean isOver() {
        return limit != Long.MAX_VALUE && used() > limit;
    }

    /// Of virtual threads only what was announced is known.
    private long used() {
        return start < 0 ? announced : measured() - start;
    }

    private static long measured() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
