package io.sluice.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.queue.QueueMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// All metrics of this package.
final class WorkerMetrics implements QueueMetrics {

    /// Timer, by `stage`: how long the stages of an upload take.
    static final String STAGE = "sluice.worker.stage";
    /// Counter, by `outcome` (`stored`, `refused`, `deferred`, `interrupted`) and `reason`: tries that came to
    /// an end.
    static final String UPLOADS = "sluice.worker.uploads";
    /// Counter in bytes: what was stored.
    static final String STORED = "sluice.worker.stored";
    /// Gauge: workers that are working on an upload.
    static final String BUSY = "sluice.worker.busy";
    /// Gauge: worker threads that are alive.
    static final String ALIVE = "sluice.worker.alive";
    /// Counter: acknowledgements that the broker did not take; their records are delivered again.
    static final String ACKNOWLEDGEMENT_FAILURES = "sluice.worker.acknowledgement.failures";
    /// Counter: blobs removed because nobody needs them.
    static final String PURGED = "sluice.purger.blobs";
    /// Counter: removals that failed and were tried again.
    static final String PURGE_FAILURES = "sluice.purger.failures";

    /// The tag `reason` of what has none.
    static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter acknowledgementFailures;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger alive = new AtomicInteger();

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        stored = Counter.builder(STORED).baseUnit("bytes").register(registry);
        acknowledgementFailures = registry.counter(ACKNOWLEDGEMENT_FAILURES);
        registry.gauge(BUSY, busy);
        registry.gauge(ALIVE, alive);
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

    @Override
    public void acknowledgementFailed(int records) {
        acknowledgementFailures.increment(records);
    }

    @Override
    public void working(boolean now) {
        busy.addAndGet(now ? 1 : -1);
    }

    @Override
    public void alive(boolean now) {
        alive.addAndGet(now ? 1 : -1);
    }
}
