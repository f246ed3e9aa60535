package io.sluice.worker.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// All metrics of this package.
public final class WorkerMetrics {

    /// Timer, by `stage`: how long the stages of an upload take.
    static final String STAGE = "sluice.worker.stage";
    /// Counter, by `outcome` (`stored`, `refused`, `deferred`, `interrupted`) and `reason`: tries that came to
    /// an end.
    public static final String UPLOADS = "sluice.worker.uploads";
    /// Counter in bytes: what was stored.
    public static final String STORED = "sluice.worker.stored";
    /// Counter: blobs removed because nobody needs them.
    public static final String PURGED = "sluice.purger.blobs";
    /// Counter: removals that failed and were tried again.
    public static final String PURGE_FAILURES = "sluice.purger.failures";

    /// The tag `reason` of what has none.
    static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final Counter stored;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        stored = Counter.builder(STORED).baseUnit("bytes").register(registry);
    }

    void stage(String stage, Duration took) {
        Timer.builder(STAGE).tag("stage", stage).register(registry).record(took);
    }

    /// Of the monotonic clock that times the stages.
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
