package io.sluice.lab.storm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.ServiceName;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration LENGTH = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, true))
                .isEqualTo(Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, true));
    }

    @Test
    void differsForAnotherSeed() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, true))
                .isNotEqualTo(Schedule.of(8, LENGTH, PAUSE, Layout.SERVICES, true));
    }

    @Test
    void endsEveryFaultBeforeTheEndOfTheStorm() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, true).events())
                .hasSizeBetween(50, 150)
                .allSatisfy(event -> assertThat(event.at().plus(event.lasts())).isLessThanOrEqualTo(LENGTH));
    }

    @Test
    void containsEveryKindOfFault() {
        var events = Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, true).events();

        assertThat(events.stream()
                        .map(event -> event.fault().getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("Kill", "Stop", "Freeze", "Cut", "Stall", "Slow", "Store");
        for (var service : Layout.SERVICES.processes()) {
            assertThat(events).anyMatch(event -> event.fault().equals(new Fault.Kill(service)));
        }
    }

    @Test
    void hasFaultsOfOneBrokerAtATime() {
        var faults = Schedule.of(7, LENGTH, PAUSE, Layout.THREE_BROKERS, true).events().stream()
                .filter(event -> broker(event.fault()))
                .toList();

        assertThat(faults.stream().map(event -> event.fault().kind()))
                .contains("kill -9 broker", "freeze broker", "a broker is cut off");
        for (var i = 1; i < faults.size(); i++) {
            var before = faults.get(i - 1);
            assertThat(faults.get(i).at())
                    .as("begin of %s after %s", faults.get(i), before)
                    .isGreaterThan(before.at().plus(before.lasts()));
        }
    }

    private static boolean broker(Fault fault) {
        return switch (fault) {
            case Fault.Kill(var service) -> service.kind() == ServiceName.Kind.BROKER;
            case Fault.Freeze(var service) -> service.kind() == ServiceName.Kind.BROKER;
            case Fault.Isolate _ -> true;
            default -> false;
        };
    }

    @Test
    void hasNoFaultsOfAStoreThatCannotFail() {
        assertThat(Schedule.of(7, LENGTH, PAUSE, Layout.SERVICES, false).events())
                .noneMatch(event -> event.fault() instanceof Fault.Store)
                .noneMatch(event -> event.fault().toString().contains("to store"));
    }
}
