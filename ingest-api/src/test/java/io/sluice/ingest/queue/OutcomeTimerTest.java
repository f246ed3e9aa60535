package io.sluice.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTimerTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OutcomeTimer timer = new OutcomeTimer(meters, Clock.fixed(START, ZoneOffset.UTC));

    @Test
    void measuresWhichUploadsHaveAnOutcomeWithinAMinute() {
        timer.accept(rejected(START.plusSeconds(1), Duration.ofSeconds(59), Map.of("identify", 1L)));
        timer.accept(rejected(START.plusSeconds(2), Duration.ofSeconds(61), Map.of("identify", 1L)));

        assertThat(meters.scrape())
                .contains("sluice_upload_seconds_bucket{le=\"60.0\"} 1\n")
                .contains("sluice_upload_seconds_count 2\n");
    }

    @Test
    void measuresNoChangesOfImagesAndNothingThatAnEarlierProcessHasMeasured() {
        timer.accept(rejected(START.plusSeconds(1), Duration.ofSeconds(1), Map.of()));
        timer.accept(rejected(START.minusSeconds(1), Duration.ofSeconds(1), Map.of("identify", 1L)));

        assertThat(meters.scrape()).contains("sluice_upload_seconds_count 0\n");
    }

    private static Outcome rejected(Instant time, Duration after, Map<String, Long> stages) {
        var trail = new Trail(time.minus(after), 1, stages);
        return new Outcome.Rejected(
                new Envelope(OperationId.random(), Part.ONLY, new Organization("acme"), trail),
                time,
                new Rejection.EmptyFile());
    }
}
