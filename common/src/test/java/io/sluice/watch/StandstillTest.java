package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Standstill standstill = new Standstill(WatchdogConfig.DEFAULTS);
    private Instant now = BEGIN;

    /// A loop that is advanced by the test.
    private static final class Loop {
        private final String name;
        private long beats;
        private boolean excused;

        private Loop(String name) {
            this.name = name;
        }

        private Look look() {
            return new Look(this, name, beats, excused);
        }
    }

    private final Loop loop = new Loop("uploads-1");
    private final Loop other = new Loop("uploads-2");

    @Test
    void requestsNoActionForAWorkingPart() {
        for (var i = 0; i < 100; i++) {
            loop.beats++;
            assertThat(round(loop)).isEmpty();
        }
    }

    @Test
    void kicksAPartOnceAfterTheFirstLimit() {
        round(loop);

        assertThat(rounds(5, loop)).isEmpty();
        assertThat(round(loop))
                .singleElement()
                .isEqualTo(new Standstill.Verdict.Kick(loop.look(), Duration.ofSeconds(30), BEGIN));
        assertThat(rounds(11, loop)).isEmpty();
    }

    @Test
    void endsTheProcessAfterTheSecondLimit() {
        round(loop);
        rounds(6 + 11, loop);

        assertThat(round(loop)).singleElement().isEqualTo(new Standstill.Verdict.Exit(loop.look(), BEGIN));
    }

    @Test
    void detectsTheRecoveryAfterAKick() {
        round(loop);
        rounds(10, loop);
        loop.beats++;

        assertThat(round(loop)).singleElement().isEqualTo(new Standstill.Verdict.Recovered(loop.look(), BEGIN));
        assertThat(rounds(5, loop)).isEmpty();
        assertThat(round(loop)).singleElement().isInstanceOf(Standstill.Verdict.Kick.class);
    }

    @Test
    void reportsNoRecoveryWithoutAKick() {
        round(loop);
        rounds(5, loop);
        loop.beats++;

        assertThat(round(loop)).isEmpty();
    }

    @Test
    void measuresEachPartSeparately() {
        for (var i = 0; i < 6; i++) {
            other.beats++;
            round(loop, other);
        }
        other.beats++;

        assertThat(round(loop, other))
                .singleElement()
                .isInstanceOfSatisfying(
                        Standstill.Verdict.Kick.class,
                        kick -> assertThat(kick.look().name()).isEqualTo("uploads-1"));
    }

    @Test
    void requestsNoActionForAnExcusedPart() {
        round(loop);
        loop.excused = true;

        assertThat(rounds(100, loop)).isEmpty();

        loop.excused = false;
        assertThat(rounds(5, loop)).isEmpty();
        assertThat(round(loop)).hasSize(1);
    }

    @Test
    void removesPartsThatHaveEnded() {
        round(loop, other);
        rounds(5, loop, other);

        assertThat(round(other)).hasSize(1);
        assertThat(rounds(6, loop)).as("a loop that is there again").isEmpty();
    }

    @Test
    void distinguishesLoopsWithTheSameName() {
        round(loop);
        rounds(5, loop);

        assertThat(round(new Loop("uploads-1"))).isEmpty();
    }

    @Test
    void usesTheCountedTimeOfALongPause() {
        round(loop);
        rounds(5, loop);
        now = now.plus(Duration.ofHours(1)); // stopped, and late then

        assertThat(standstill.round(List.of(loop.look()), Duration.ofSeconds(1), now))
                .isEmpty();
        assertThat(standstill.longest()).isEqualTo(Duration.ofSeconds(26));
    }

    private List<Standstill.Verdict> rounds(int number, Loop... loops) {
        var verdicts = new ArrayList<Standstill.Verdict>();
        for (var i = 0; i < number; i++) {
            verdicts.addAll(round(loops));
        }
        return verdicts;
    }

    private List<Standstill.Verdict> round(Loop... loops) {
        var verdicts = standstill.round(Arrays.stream(loops).map(Loop::look).toList(), ROUND, now);
        now = now.plus(ROUND);
        return verdicts;
    }
}
