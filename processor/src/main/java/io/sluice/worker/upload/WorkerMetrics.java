package io.sluice.worker.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// The metrics of the workers.
public final class WorkerMetrics {

    /// Timer, by `stage`: the duration of the stages of an upload.
    static final String STAGE = "sluice.worker.stage";
    /// Counter, by `outcome` (`stored`, `refused`, `deferred`, `interrupted`) and `reason`: completed tries.
    public static final String UPLOADS = "sluice.worker.uploads";
    /// Counter: stored bytes.
    public static final String STORED = "sluice.worker.stored";
    /// Counter: unused blobs that were deleted.
    public static final String PURGED = "sluice.purger.blobs";
    /// Counter: deletions that failed and were retried.
    public static final String PURGE_FAILURES = "sluice.purger.failures";

    /// The tag `reason` of tries without a reason.
    static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final Counter stored;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        // from 0 on, because rates do not see the first event of a counter that begins with it
        registry.counter(PURGED);
        registry.counter(PURGE_FAILURES);
        stored = Counter.builder(STORED).baseUnit("bytes").register(registry);
    }

    void stage(String stage, Duration took) {
        Timer.builder(STAGE).tag("stage", stage).register(registry).record(took);
    }

    /// Returns the time of the monotonic clock that measures the stages.
    long nanoTime() {
        return registry.config().clock().monotonicTime();
    }

    public void stored(long bytes) {
        ended("stored", NO_REASON);
        stored.increment((double) bytes);
    }

    public void refused(String reason) {
        ended("refused", reason);
    }

    public void deferred(String reason) {
        ended("deferred", reason);
    }

    public void interrupted() {
        ended("interrupted", NO_REASON);
    }

    private void ended(String outcome, String reason) {
        registry.counter(UPLOADS, "outcome", outcome, "reason", reason).increment();
    }
}
