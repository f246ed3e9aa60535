package io.sluice.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void readsSeconds() {
        assertThat(RetryAfter.of(" 120 ", NOW)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void readsADate() {
        assertThat(RetryAfter.of("Fri, 02 Jan 2026 03:04:35 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-5", "Fri, 02 Jan 2026 03:04:04 GMT", "99999999999999"})
    void ignoresWhatItCannotUse(String header) {
        assertThat(RetryAfter.of(header, NOW)).isNull();
    }
}
