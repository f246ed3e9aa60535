package io.sluice.worker.upload;

import io.sluice.command.Trail;
import io.sluice.trace.Spans;
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
    interface Stage<T, E extends Exception> {
        T run() throws E, InterruptedException;
    }

    /// Runs `stage`; its time counts whether it succeeds or fails.
    <T, E extends Exception> T time(String name, Stage<T, E> stage) throws E, InterruptedException {
        long start = metrics.nanoTime();
        try {
            return Spans.<T, Exception>call(name, Spans.Kind.INTERNAL, stage::run);
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw StageClock.<E>declared(e);
        } finally {
            took(name, Duration.ofNanos(metrics.nanoTime() - start));
        }
    }

    /// Returns an exception as the only type that a stage declares.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the type is that of the stage
    private static <E extends Exception> E declared(Exception e) {
        return (E) e;
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
