package io.sluice.copier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Job;
import io.sluice.queue.QueueMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What the copier measures.
final class CopierMetrics implements QueueMetrics {

    /// Counter, by `state`: jobs that ended.
    static final String JOBS = "sluice.copier.jobs";
    /// Counter: slices that were given out.
    static final String SLICES = "sluice.copier.slices";
    /// Counter: slices whose result was awaited in vain.
    static final String LOST_SLICES = "sluice.copier.slices.lost";
    /// Counter: records that could not be done.
    static final String DEAD_LETTERS = "sluice.copier.dead.letters";
    /// Counter, by `outcome` (`copied`, `missing`, `failed`): images that copy tasks were about.
    static final String IMAGES = "sluice.copier.images";
    /// Counter: times that the store failed and was tried again.
    static final String STORE_RETRIES = "sluice.copier.store.retries";
    /// Timer: how long copying the blobs of a task takes.
    static final String COPY = "sluice.copier.copy";
    /// Gauge: workers that are working on a task.
    static final String BUSY = "sluice.copier.busy";
    /// Gauge: worker threads that are alive.
    static final String ALIVE = "sluice.copier.alive";
    /// Counter: acknowledgements that the broker did not take; their records are delivered again.
    static final String ACKNOWLEDGEMENT_FAILURES = "sluice.copier.acknowledgement.failures";

    private final MeterRegistry registry;
    private final Counter slices;
    private final Counter lostSlices;
    private final Counter deadLetters;
    private final Counter storeRetries;
    private final Counter acknowledgementFailures;
    private final Timer copy;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger alive = new AtomicInteger();

    CopierMetrics(MeterRegistry registry) {
        this.registry = registry;
        slices = registry.counter(SLICES);
        lostSlices = registry.counter(LOST_SLICES);
        deadLetters = registry.counter(DEAD_LETTERS);
        storeRetries = registry.counter(STORE_RETRIES);
        acknowledgementFailures = registry.counter(ACKNOWLEDGEMENT_FAILURES);
        copy = registry.timer(COPY);
        registry.gauge(BUSY, busy);
        registry.gauge(ALIVE, alive);
    }

    void jobEnded(Job.State state) {
        registry.counter(JOBS, "state", state.name().toLowerCase(Locale.ROOT)).increment();
    }

    void sliceGivenOut() {
        slices.increment();
    }

    void sliceLost() {
        lostSlices.increment();
    }

    void buried() {
        deadLetters.increment();
    }

    void storeTriedAgain() {
        storeRetries.increment();
    }

    void copied(int copied, int missing, int failed, Duration took) {
        images("copied", copied);
        images("missing", missing);
        images("failed", failed);
        copy.record(took);
    }

    private void images(String outcome, int count) {
        registry.counter(IMAGES, "outcome", outcome).increment(count);
    }

    @Override
    public void alive(boolean now) {
        alive.addAndGet(now ? 1 : -1);
    }

    @Override
    public void working(boolean now) {
        busy.addAndGet(now ? 1 : -1);
    }

    @Override
    public void acknowledgementFailed(int records) {
        acknowledgementFailures.increment(records);
    }
}
