package io.sluice.ingest.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Outcome;
import io.sluice.ingest.health.ApiMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// A timer of uploads, from their acceptance to their outcome, whichever node accepted them. Safe for use by
/// many threads.
public final class OutcomeTimer implements Consumer<Outcome> {

    /// Time within which uploads should have an outcome, a bucket of the histogram.
    private static final Duration OBJECTIVE = Duration.ofSeconds(60);

    private final Timer timer;
    private final Instant start;

    /// @param clock whose current time excludes older outcomes, which an earlier process has measured
    public OutcomeTimer(MeterRegistry meters, Clock clock) {
        this.start = clock.instant();
        this.timer = Timer.builder(ApiMetrics.OUTCOMES)
                .description("time from the acceptance of an upload to its outcome")
                .serviceLevelObjectives(OBJECTIVE)
                .register(meters);
    }

    @Override
    public void accept(Outcome outcome) {
        if (Throughput.isUpload(outcome) && !outcome.finished().isBefore(start)) {
            timer.record(Duration.between(outcome.trail().accepted(), outcome.finished()));
        }
    }
}
