package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final RandomGenerator MOST_JITTER = () -> -1;

    private final RetryPolicy policy = new RetryPolicy(5, Duration.ofSeconds(2), 4, Duration.ofMinutes(1));

    @Test
    void increasesTheDelayUpToAMaximum() {
        assertThat(policy.waitAfter(1, null, NO_JITTER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.waitAfter(2, null, NO_JITTER)).isEqualTo(Duration.ofSeconds(8));
        assertThat(policy.waitAfter(3, null, NO_JITTER)).isEqualTo(Duration.ofSeconds(32));
        assertThat(policy.waitAfter(4, null, NO_JITTER)).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.waitAfter(1_000, null, NO_JITTER)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void addsUpToAFifthAtRandom() {
        assertThat(policy.waitAfter(2, null, MOST_JITTER))
                .isBetween(Duration.ofMillis(9_590), Duration.ofMillis(9_600));
    }

    @Test
    void respectsTheDelayOfAServerUpToTheMaximum() {
        assertThat(policy.waitAfter(1, Duration.ofSeconds(30), NO_JITTER)).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.waitAfter(1, Duration.ofMillis(5), NO_JITTER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.waitAfter(1, Duration.ofDays(1), NO_JITTER)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void endsWithTheLastAttempt() {
        assertThat(policy.isLast(4)).isFalse();
        assertThat(policy.isLast(5)).isTrue();
        assertThat(policy.isLast(6)).isTrue();
    }
}
