package io.sluice.lab.storm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.fault.Schedule.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StarvationTest {

    private static final Duration LENGTH = Duration.ofMinutes(10);

    @Test
    void isTheSameForTheSameSeedAndLength() {
        assertThat(Starvation.schedule(7, LENGTH, Layout.SERVICES))
                .isEqualTo(Starvation.schedule(7, LENGTH, Layout.SERVICES))
                .isNotEqualTo(Starvation.schedule(8, LENGTH, Layout.SERVICES));
    }

    @ParameterizedTest
    @EnumSource
    void haltsEveryProcessOfTheLayout(Layout layout) {
        assertThat(halted(Starvation.schedule(7, LENGTH, layout).events()))
                .containsExactlyInAnyOrderElementsOf(layout.processes());
    }

    @Test
    void haltsForFiveToNinetySeconds() {
        var events = Starvation.schedule(7, LENGTH, Layout.SERVICES).events();

        assertThat(events.subList(0, events.size() - 1)) // the last one may be cut off by the end
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        event -> assertThat(event.lasts()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(90)));
    }

    @Test
    void leavesTimeBetweenTwoHalts() {
        var events = Starvation.schedule(7, LENGTH, Layout.SERVER).events();
        var ends = new ArrayList<Duration>(List.of(Duration.ZERO));
        for (var event : events) {
            assertThat(event.at()).isGreaterThanOrEqualTo(ends.getLast().plus(Duration.ofSeconds(5)));
            ends.add(event.at().plus(event.lasts()));
        }

        assertThat(ends.getLast()).isLessThanOrEqualTo(LENGTH);
    }

    @Test
    void sometimesHaltsAllProcessesAtTheSameTime() {
        var together = Starvation.schedule(7, Duration.ofHours(1), Layout.SERVICES).events().stream()
                .collect(Collectors.groupingBy(Event::at, Collectors.counting()));

        assertThat(together.values())
                .contains(1L, (long) Layout.SERVICES.processes().size());
    }

    @Test
    void keepsHaltsShortInAShortTrial() {
        var length = Duration.ofSeconds(12);

        assertThat(Starvation.schedule(7, length, Layout.SERVER).events())
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.lasts()).isLessThanOrEqualTo(Duration.ofSeconds(4));
                    assertThat(event.at().plus(event.lasts())).isLessThanOrEqualTo(length);
                });
    }

    private static Set<ServiceName> halted(List<Event> events) {
        return events.stream()
                .map(event -> ((Fault.Freeze) event.fault()).service())
                .collect(Collectors.toSet());
    }
}
