package io.sluice.streams;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fault that stops the current instance of an application, if any. A transient fault of a stream thread
/// only replaces the thread. Safe for use by many threads.
final class InstanceFault {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceFault.class);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final String applicationId;
    private final Runnable signal;
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();

    /// Time of the last logged replacement, of [System#nanoTime()]; 0 if there was none.
    private final AtomicLong lastReplacement = new AtomicLong();

    /// @param signal called after an instance has failed
    InstanceFault(String applicationId, Runnable signal) {
        this.applicationId = applicationId;
        this.signal = signal;
    }

    @Nullable
    Throwable get() {
        return fault.get();
    }

    /// Removes the fault of the previous instance.
    void clear() {
        fault.set(null);
    }

    /// Records a fault of the instance; only the first one counts.
    void record(Throwable cause) {
        fault.compareAndSet(null, cause);
        signal.run();
    }

    /// Handles a fault that has ended a stream thread.
    StreamThreadExceptionResponse responseTo(Throwable cause) {
        if (StreamsFault.isTransient(cause)) {
            logReplacement(cause);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        record(cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void logReplacement(Throwable cause) {
        var now = System.nanoTime() | 1;
        var last = lastReplacement.get();
        if ((last == 0 || now - last >= LOG_INTERVAL.toNanos()) && lastReplacement.compareAndSet(last, now)) {
            LOG.atWarn()
                    .addKeyValue("application", applicationId)
                    .setCause(cause)
                    .log("stream thread replaced after a transient fault");
        }
    }
}
