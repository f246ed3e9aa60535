package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Pace pace = new Pace(INTERVAL);

    @Test
    void countsATimelyRoundCompletely() {
        assertThat(pace.counted(INTERVAL, Duration.ZERO)).isEqualTo(INTERVAL);
        assertThat(pace.counted(Duration.ofMillis(5_900), Duration.ofSeconds(4)))
                .isEqualTo(INTERVAL);
    }

    @Test
    void countsLessOfALateRound() {
        assertThat(pace.counted(Duration.ofMillis(6_100), Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.counted(Duration.ofDays(1), Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void countsLessOfARoundInWhichThreadsWaitedForAProcessor() {
        assertThat(pace.counted(INTERVAL, Duration.ofSeconds(6))).isEqualTo(Duration.ofSeconds(1));
    }
}
