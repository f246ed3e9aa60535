package io.sluice.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/// Limits of commands, which any producer may publish.
class CommandLimitsTest {

    private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void usesTheProducersAcceptanceTimeWithinADay() {
        var earlier = PUBLISHED.minus(Duration.ofHours(3));

        assertThat(Trail.accepted(earlier, PUBLISHED)).isEqualTo(earlier);
        assertThat(Trail.accepted(null, PUBLISHED)).isEqualTo(PUBLISHED);
        assertThat(Trail.accepted(PUBLISHED.minus(Duration.ofDays(60)), PUBLISHED))
                .isEqualTo(PUBLISHED);
        assertThat(Trail.accepted(Instant.MIN, PUBLISHED)).isEqualTo(PUBLISHED);
        assertThat(Trail.accepted(Instant.MAX, PUBLISHED)).isEqualTo(PUBLISHED);
    }

    @Test
    void refusesACopyWithoutHashes() {
        var json = """
                {"type":"copy","operation":"op-1","source":"acme","destination":"other","hashes":[null]}
                """;

        assertThatThrownBy(() -> Topics.COPIES
                        .deserializer()
                        .deserialize(Topics.COPIES.name(), json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("hashes");
    }

    @Test
    void truncatesLongDetails() {
        var much = "x".repeat(1_000_000);

        assertThat(new Rejection.MalformedCommand(much).message()).hasSizeLessThan(1_100);
        assertThat(new Rejection.MalformedMetadata(much, much).message()).hasSizeLessThan(2_100);
    }
}
