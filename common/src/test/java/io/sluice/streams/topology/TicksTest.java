package io.sluice.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class TicksTest {

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final MockProcessorContext<String, String> context = new MockProcessorContext<>();
    private final List<Instant> runs = new ArrayList<>();
    private Duration next = SHORTEST;
    private final Ticks ticks = Ticks.start(context, SHORTEST, this::run);

    @Test
    void startsWithTheShortestInterval() {
        assertThat(active().getInterval()).isEqualTo(SHORTEST);
        assertThat(active().getType()).isEqualTo(PunctuationType.WALL_CLOCK_TIME);
    }

    @Test
    void passesTheTimeOfTheTick() {
        tick(42);

        assertThat(runs).containsExactly(Instant.ofEpochMilli(42));
    }

    @Test
    void keepsItsScheduleWhileTheIntervalStaysTheSame() {
        tick(1);
        tick(2);

        assertThat(context.scheduledPunctuators()).hasSize(1);
    }

    @Test
    void pausesOnRequestUntilItIsWokenUp() {
        next = Ticks.PAUSE;
        tick(1);
        assertThat(running()).isEmpty();

        ticks.wake();

        assertThat(active().getInterval()).isEqualTo(SHORTEST);
    }

    @Test
    void usesTheIntervalThatTheActionReturns() {
        next = Duration.ofSeconds(10);

        tick(1);

        assertThat(active().getInterval()).isEqualTo(next);
    }

    @Test
    void shortensALongIntervalAfterItIsWokenUp() {
        next = Duration.ofSeconds(10);
        tick(1);

        ticks.wake();

        assertThat(active().getInterval()).isEqualTo(SHORTEST);
    }

    private Duration run(Instant now) {
        runs.add(now);
        return next;
    }

    private void tick(long millis) {
        active().getPunctuator().punctuate(millis);
    }

    private CapturedPunctuator active() {
        assertThat(running()).hasSize(1);
        return running().getFirst();
    }

    private List<CapturedPunctuator> running() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList();
    }
}
