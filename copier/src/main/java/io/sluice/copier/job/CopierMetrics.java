package io.sluice.copier.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Job;
import io.sluice.queue.QueueMetrics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The metrics of the copier.
public final class CopierMetrics implements QueueMetrics {

    /// Counter, by `state`: finished jobs.
    public static final String JOBS = "sluice.copier.jobs";
    /// Counter: issued slices.
    static final String SLICES = "sluice.copier.slices";
    /// Counter: slices whose result did not arrive in time.
    public static final String LOST_SLICES = "sluice.copier.slices.lost";
    /// Counter: records that could not be processed.
    static final String DEAD_LETTERS = "sluice.copier.dead.letters";
    /// Counter, by `outcome` (`copied`, `missing`, `failed`): images of copy tasks.
    static final String IMAGES = "sluice.copier.images";
    /// Counter: retries after failures of the store.
    public static final String STORE_RETRIES = "sluice.copier.store.retries";
    /// Timer: copying the blobs of a task.
    static final String COPY = "sluice.copier.copy";
    /// Gauge: workers that are processing a task.
    static final String BUSY = "sluice.copier.busy";
    /// Gauge: live worker threads.
    static final String ALIVE = "sluice.copier.alive";
    /// Counter: acknowledgements that the broker refused; their records are delivered again.
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

    public CopierMetrics(MeterRegistry registry) {
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

    public void jobEnded(Job.State state) {
        registry.counter(JOBS, "state", state.name().toLowerCase(Locale.ROOT)).increment();
    }

    public void sliceGivenOut() {
        slices.increment();
    }

    public void sliceLost() {
        lostSlices.increment();
    }

    public void buried() {
        deadLetters.increment();
    }

    public void storeTriedAgain() {
        storeRetries.increment();
    }

    public void copied(int copied, int missing, int failed, Duration took) {
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
