package io.sluice.precedence;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongFunction;

/// The use of the processors during an interval.
///
/// @param machine by all processes of the machine or container, from 0 to 1
/// @param process by this process alone, child processes excluded, from 0 to 1
public record CpuLoad(double machine, double process) {

    static final CpuLoad NONE = new CpuLoad(0, 0);

    static final CpuLoad FULL = new CpuLoad(1, 1);

    /// Above this load work waits noticeably for a processor.
    private static final double HIGH = 0.75;

    private static final double LOW = 0.65;

    /// The part of the processors that this process may use even while other processes keep them busy.
    private static final double OWN = 0.1;

    /// Whether this process has to use less: the processors are busy, and not only because of others.
    boolean isTooHigh() {
        return machine > HIGH && process > OWN;
    }

    /// Whether work finds a processor at once.
    boolean isLow() {
        return machine < LOW;
    }

    /// Whether this process may use more.
    boolean hasHeadroom() {
        return isLow() || process < OWN * LOW;
    }

    /// Returns a measurement of this process, which takes the nanoseconds since its last call. For one thread
    /// at a time.
    static LongFunction<CpuLoad> ofThisProcess() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
            return _ -> NONE; // another JVM: work is not paced then
        }
        return new LongFunction<>() {
            private long before = system.getProcessCpuTime();

            @Override
            public CpuLoad apply(long elapsed) {
                var now = system.getProcessCpuTime();
                var used = now - before;
                before = now;
                var available = (double) elapsed * Runtime.getRuntime().availableProcessors();
                return new CpuLoad(Math.max(0, system.getCpuLoad()), Math.max(0, used) / available);
            }
        };
    }
}
