package io.sluice.imaging.read;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/// The processor time that one file may take: a second, and a little more for each of its bytes. Time in
/// which the thread waits for a processor or for bytes does not count, so a busy machine refuses no file that
/// an idle one takes.
final class ProcessorTime {

    private static final Duration LEAST = Duration.ofSeconds(1);

    /// Reading and inflating an honest file takes a tenth of it.
    private static final long NANOS_A_BYTE = 50;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long start = now();
    private final long limit;

    private ProcessorTime(long limit) {
        this.limit = limit;
    }

    /// The time of a file that the current thread begins to read.
    ///
    /// @param size size of the file in bytes
    static ProcessorTime ofFile(long size) {
        return new ProcessorTime(LEAST.toNanos() + NANOS_A_BYTE * size);
    }

    static ProcessorTime unbounded() {
        return new ProcessorTime(Long.MAX_VALUE);
    }

    Duration limit() {
        return Duration.ofNanos(limit);
    }

    boolean isOver() {
        return limit != Long.MAX_VALUE && now() - start > limit;
    }

    /// Virtual threads have no processor time of their own.
    private static long now() {
        return Thread.currentThread().isVirtual() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }
}
