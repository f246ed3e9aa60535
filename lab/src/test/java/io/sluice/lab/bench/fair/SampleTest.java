package io.sluice.lab.bench.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final Sample ALONE = sample(100, 0);

    @Test
    void takesPercentilesOfUnsortedTimes() {
        var sample = new Sample(List.of(millis(3), millis(1), millis(2), millis(4)), List.of());

        assertThat(sample.percentile(50)).isEqualTo(millis(2));
        assertThat(sample.percentile(95)).isEqualTo(millis(4));
        assertThat(sample.percentile(1)).isEqualTo(millis(1));
    }

    @Test
    void countsFailuresAsUploadsThatTakeForever() {
        var sample = sample(94, 6);

        assertThat(sample.percentile(94)).isEqualTo(millis(94));
        assertThat(sample.percentile(95)).isEqualTo(Sample.NEVER);
    }

    @Test
    void holdsUpToTheBoundAndWithoutAFailureOnly() {
        var slower = new Sample(ALONE.times().stream().map(time -> time.multipliedBy(12).dividedBy(10)).toList(), List.of());
        var tooSlow = new Sample(ALONE.times().stream().map(time -> time.multipliedBy(13).dividedBy(10)).toList(), List.of());

        assertThat(new Comparison("slower", ALONE, slower, 1.2).holds()).isTrue();
        assertThat(new Comparison("too slow", ALONE, tooSlow, 1.2).holds()).isFalse();
        assertThat(new Comparison("too slow", ALONE, tooSlow, 1.2).ratio()).isEqualTo(1.3);
        assertThat(new Comparison("one fails", ALONE, sample(99, 1), 1.2).holds()).isFalse();
    }

    @Test
    void printsATableWithTheTimeAloneFirst() {
        var table = Comparison.table(
                ALONE, List.of(new Comparison("a flood", ALONE, ALONE, 1.2), new Comparison("worse", ALONE, sample(1, 99), 1.2)));

        assertThat(table.lines().map(line -> line.replaceAll(" {2,}", " | ").strip()))
                .containsSequence(
                        "nothing | 50.0 ms | 95.0 ms | 99.0 ms | 100 | 0",
                        "a flood | 50.0 ms | 95.0 ms | 99.0 ms | 100 | 0 | 1.00 | 1.20 | ok",
                        "worse | never | never | never | 100 | 99 | - | 1.20 | violated");
    }

    @Test
    void countsFailuresByTheirReason() {
        var sample = new Sample(List.of(), List.of("429 queue-full", "no answer", "429 queue-full"));

        assertThat(Comparison.reasons(sample)).hasToString("{429 queue-full=2, no answer=1}");
    }

    private static Sample sample(int succeeded, int failed) {
        return new Sample(
                IntStream.rangeClosed(1, succeeded).mapToObj(SampleTest::millis).toList(),
                IntStream.range(0, failed).mapToObj(_ -> "failed").toList());
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
