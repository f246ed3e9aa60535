package io.sluice.ingest.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private static final Organization ACME = new Organization("acme");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Throughput throughput = new Throughput(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void countsTheUploadsOfTheLastMinute() {
        for (var i = 0; i < 90; i++) {
            throughput.accept(ended(NOW.minusSeconds(i), Map.of("identify", 1L)));
        }

        assertThat(throughput.of(ACME)).isEqualTo(61 / 60.0);
        assertThat(throughput.of(new Organization("other"))).isZero();
    }

    @Test
    void doesNotCountWhatIsNoUpload() {
        throughput.accept(ended(NOW, Map.of()));

        assertThat(throughput.of(ACME)).isZero();
    }

    private static Outcome ended(Instant time, Map<String, Long> stages) {
        var trail = new Trail(time, 1, stages);
        return new Outcome.Rejected(
                new Envelope(OperationId.random(), Part.ONLY, ACME, trail), time, new Rejection.EmptyFile());
    }
}
