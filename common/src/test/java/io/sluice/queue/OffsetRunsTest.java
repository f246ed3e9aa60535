package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.OffsetRuns.Run;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetRunsTest {

    @Test
    void joinsNeighboursToOneRun() {
        var runs = new OffsetRuns();

        runs.add(5);
        runs.add(7);
        runs.add(6);
        runs.add(new Run(1, 3));

        assertThat(runs.runs()).containsExactly(new Run(1, 3), new Run(5, 8));
        assertThat(runs.count()).isEqualTo(5);
    }

    @Test
    void cutsARunThatBeginsBelow() {
        var runs = OffsetRuns.of(List.of(new Run(1, 10), new Run(20, 30)));

        runs.removeBelow(5);

        assertThat(runs.runs()).containsExactly(new Run(5, 10), new Run(20, 30));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void containsWhatASetOfNumbersContains(long seed) {
        var random = new Random(seed);
        var runs = new OffsetRuns();
        var numbers = new TreeSet<Long>();
        for (var step = 0; step < 2_000; step++) {
            var from = random.nextLong(500);
            var to = from + 1 + random.nextLong(8);
            if (random.nextInt(50) == 0) {
                runs.removeBelow(from);
                numbers.headSet(from).clear();
            } else {
                runs.add(new Run(from, to));
                for (var number = from; number < to; number++) {
                    numbers.add(number);
                }
            }
            var probe = random.nextLong(510);
            assertThat(runs.contains(probe)).isEqualTo(numbers.contains(probe));
            assertThat(runs.count()).isEqualTo(numbers.size());
        }
        var others = new OffsetRuns();
        for (var count = 0; count < 40; count++) {
            var from = random.nextLong(500);
            others.add(new Run(from, from + 1 + random.nextLong(20)));
        }
        var both = runs.and(others);
        for (var number = 0L; number < 530; number++) {
            assertThat(both.contains(number))
                    .as("whether %s is in %s and in %s", number, runs.runs(), others.runs())
                    .isEqualTo(runs.contains(number) && others.contains(number));
        }
        var ends = runs.runs();
        for (var index = 1; index < ends.size(); index++) {
            assertThat(ends.get(index).from()).isGreaterThan(ends.get(index - 1).to());
        }
    }
}
