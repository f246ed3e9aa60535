package io.sluice.imaging.identify;

import com.sun.management.ThreadMXBean;
import io.sluice.imaging.Identification;
import io.sluice.imaging.fixture.IdentificationAssert;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What identifying one file came to, and what it took.
///
/// @param allocated bytes allocated in all, more than were ever held at a time
/// @param time      of the processor, which does not depend on what else the machine does
record Effort(Identification result, long allocated, Duration time) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Effort toIdentify(byte[] file) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long time = THREADS.getCurrentThreadCpuTime();
        var result = IdentificationAssert.identify(file);
        return new Effort(
                result,
                THREADS.getCurrentThreadAllocatedBytes() - allocated,
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time));
    }
}
