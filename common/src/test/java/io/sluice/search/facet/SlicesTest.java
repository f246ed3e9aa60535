package io.sluice.search.facet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.search.SearchBusyException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlicesTest {

    private long now = Long.MAX_VALUE - 1_000_000;
    private long paused;
    private final Slices slices = new Slices(() -> now, this::pause, Duration.ofMillis(100));

    private void pause(long nanos) {
        paused += nanos;
        now += nanos;
    }

    @Test
    void pausesForHalfOfTheTime() {
        var worked = 0L;
        for (var i = 0; i < 400; i++) {
            now += 100_000;
            worked += 100_000;
            slices.pass();
        }

        assertThat(paused).isBetween(worked - Slices.SLICE.toNanos(), worked);
    }

    @Test
    void endsAfterItsTimeLimit() {
        now += Duration.ofMillis(99).toNanos();
        slices.pass();
        now += Duration.ofMillis(1).toNanos();

        assertThatThrownBy(slices::pass).isInstanceOf(SearchBusyException.class);
    }

    @Test
    void endsWhenItIsNotWantedAnyMore() {
        slices.pass();
        slices.end();

        assertThatThrownBy(slices::pass).isInstanceOf(SearchBusyException.class);
    }
}
