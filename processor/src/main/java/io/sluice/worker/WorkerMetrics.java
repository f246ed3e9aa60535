package io.sluice.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// All metrics of this package.
final class WorkerMetrics {

    /// Timer, by `stage`: how long the stages of an upload take.
    static final String STAGE = "sluice.worker.stage";
    /// Counter, by `outcome` (`stored`, `refused`, `deferred`, `interrupted`) and `reason`: tries that came to
    /// an end.
    static final String UPLOADS = "sluice.worker.uploads";
    /// Counter in bytes: what was stored.
    static final String STORED = "sluice.worker.stored";
    /// Counter: blobs removed because nobody needs them.
    static final String PURGED = "sluice.purger.blobs";
    /// Counter: removals that failed and were tried again.
    static final String PURGE_FAILURES = "sluice.purger.failures";

    /// The tag `reason` of what has none.
    static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final Counter stored;

    WorkerMetrics(MeterRegistry registry) {
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

    void stored(long bytes) {
        ended("stored", NO_REASON);
        stored.increment((double) bytes);
    }

    void refused(String reason) {
        ended("refused", reason);
    }

    void deferred(String reason) {
        ended("deferred", reason);
    }

    void interrupted() {
        ended("interrupted", NO_REASON);
    }

    private void ended(String outcome, String reason) {
        registry.counter(UPLOADS, "outcome", outcome, "reason", reason).increment();
    }
}
