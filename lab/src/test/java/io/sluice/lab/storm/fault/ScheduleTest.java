package io.sluice.lab.storm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.cluster.Layout;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, true)).isEqualTo(Schedule.of(7, LENGTH, PAUSE, true));
    }

    @Test
    void differsForAnotherSeed() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, true)).isNotEqualTo(Schedule.of(8, LENGTH, PAUSE, true));
    }

    @Test
    void endsEveryFaultBeforeTheEndOfTheStorm() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, true).events())
                .hasSizeBetween(50, 150)
                .allSatisfy(event -> assertThat(event.at().plus(event.lasts())).isLessThanOrEqualTo(LENGTH));
    }

    @Test
    void containsEveryKindOfFault() {
        var events = Schedule.of(7, LENGTH, PAUSE, true).events();

        assertThat(events.stream()
                        .map(event -> event.fault().getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("Kill", "Stop", "Freeze", "Cut", "Stall", "Slow", "Store");
        for (var service : Layout.SERVICES.processes()) {
            assertThat(events).anyMatch(event -> event.fault().equals(new Fault.Kill(service)));
        }
    }

    @Test
    void hasNoFaultsOfAStoreThatCannotFail() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, false).events())
                .noneMatch(event -> event.fault() instanceof Fault.Store)
                .noneMatch(event -> event.fault().toString().contains("to store"));
    }
}
