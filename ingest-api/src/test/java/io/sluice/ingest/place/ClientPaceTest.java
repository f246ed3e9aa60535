package io.sluice.ingest.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientPaceTest {

    private static final LeastRate LEAST = new LeastRate(1_000, Duration.ofSeconds(10));

    private final Random random = new Random(5);

    @Test
    void acceptsClientsThatKeepTheRate() {
        for (var run = 0; run < 200; run++) {
            var pace = ClientPace.START;
            for (var step = 0; step < 1_000; step++) {
                var millis = random.nextInt(10_000); // no pause is longer than the allowance
                pace = pace.after(Duration.ofMillis(millis), millis + random.nextInt(3), LEAST);
                assertThat(pace.isTooSlow(LEAST)).isFalse();
            }
        }
    }

    @Test
    void detectsSlowClientsInATimeThatDependsOnTheirRate() {
        for (var run = 0; run < 200; run++) {
            var rate = 1 + random.nextInt(900);
            var pace = ClientPace.START;
            var seconds = 0;
            while (!pace.isTooSlow(LEAST)) {
                pace = pace.after(Duration.ofSeconds(1), rate, LEAST);
                seconds++;
                assertThat(seconds).isLessThan(1_000);
            }

            assertThat(seconds).isBetween(10, (int) (10 / (1 - rate / 1000.0)) + 2);
        }
    }

    @Test
    void givesNoCreditForAFastStart() {
        var pace = ClientPace.START.after(Duration.ofSeconds(1), 1_000_000_000, LEAST);

        assertThat(pace.after(Duration.ofSeconds(10), 0, LEAST).isTooSlow(LEAST))
                .isFalse();
        assertThat(pace.after(Duration.ofSeconds(11), 0, LEAST).isTooSlow(LEAST))
                .isTrue();
    }

    @Test
    void demandsMoreUnderPressureAndNeverLess() {
        assertThat(LEAST.under(0)).isEqualTo(LEAST);
        assertThat(LEAST.under(1).bytesPerSecond()).isEqualTo(16_000);
        assertThat(LEAST.under(1).allowance()).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(1_700));
        for (var step = 1; step <= 100; step++) {
            var less = LEAST.under((step - 1) / 100.0);
            var more = LEAST.under(step / 100.0);
            assertThat(more.bytesPerSecond()).isGreaterThanOrEqualTo(less.bytesPerSecond());
            assertThat(more.allowance()).isLessThan(less.allowance());
        }
    }

    @Test
    void refusesLimitsThatNoClientCanMeet() {
        assertThatThrownBy(() -> new LeastRate(0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LeastRate(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
