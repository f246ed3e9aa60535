package io.sluice.worker.upload;

import io.sluice.command.Trail;
import io.sluice.trace.Spans;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/// The measurement of the stages of one try of an upload, for its trail, its trace and the metrics. Used by one
/// thread at a time.
public final class StageClock {

    private final WorkerMetrics metrics;
    private final Clock clock;
    private Trail trail;

    public StageClock(WorkerMetrics metrics, Clock clock, Trail start) {
        this.metrics = metrics;
        this.clock = clock;
        this.trail = start;
    }

    /// A stage of the work, which may fail.
    @FunctionalInterface
    interface Stage<T> {
        T run() throws IOException, InterruptedException;
    }

    /// Runs `stage`; its time counts whether it succeeds or fails.
    <T> T time(String name, Stage<T> stage) throws IOException, InterruptedException {
        long start = metrics.nanoTime();
        try {
            return Spans.<T, Exception>call(name, Spans.Kind.INTERNAL, stage::run);
        } catch (RuntimeException | IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("stage " + name + " failed with an undeclared exception", e);
        } finally {
            took(name, Duration.ofNanos(metrics.nanoTime() - start));
        }
    }

    public void took(String name, Duration time) {
        trail = trail.with(name, time);
        metrics.stage(name, time);
    }

    public Trail trail() {
        return trail;
    }

    /// Returns the trail of the completed work, which the catalog continues.
    Trail worked() {
        return trail.workedAt(clock.instant());
    }
}
