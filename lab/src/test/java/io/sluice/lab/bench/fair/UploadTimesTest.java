package io.sluice.lab.bench.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UploadTimesTest {

    private static final UploadTimes ALONE = sample(100, 0);

    @Test
    void takesPercentilesOfUnsortedTimes() {
        var sample = new UploadTimes(List.of(millis(3), millis(1), millis(2), millis(4)), List.of());

        assertThat(sample.percentile(50)).isEqualTo(millis(2));
        assertThat(sample.percentile(95)).isEqualTo(millis(4));
        assertThat(sample.percentile(1)).isEqualTo(millis(1));
    }

    @Test
    void countsFailuresAsUploadsThatTakeForever() {
        var sample = sample(94, 6);

        assertThat(sample.percentile(94)).isEqualTo(millis(94));
        assertThat(sample.percentile(95)).isEqualTo(UploadTimes.NEVER);
    }

    @Test
    void holdsUpToTheBoundAndWithoutAFailureOnly() {
        var slower = new UploadTimes(
                ALONE.times().stream()
                        .map(time -> time.multipliedBy(12).dividedBy(10))
                        .toList(),
                List.of());
        var tooSlow = new UploadTimes(
                ALONE.times().stream()
                        .map(time -> time.multipliedBy(13).dividedBy(10))
                        .toList(),
                List.of());

        assertThat(new Effect("slower", ALONE, slower, 1.2).holds()).isTrue();
        assertThat(new Effect("too slow", ALONE, tooSlow, 1.2).holds()).isFalse();
        assertThat(new Effect("too slow", ALONE, tooSlow, 1.2).ratio()).isEqualTo(1.3);
        assertThat(new Effect("one fails", ALONE, sample(99, 1), 1.2).holds()).isFalse();
    }

    @Test
    void printsATableWithTheTimeAloneFirst() {
        var table = Effect.table(
                ALONE,
                List.of(new Effect("a flood", ALONE, ALONE, 1.2), new Effect("worse", ALONE, sample(1, 99), 1.2)));

        assertThat(table.lines().map(line -> line.replaceAll(" {2,}", " | ").strip()))
                .containsSequence(
                        "nothing | 50.0 ms | 95.0 ms | 99.0 ms | 100 | 0",
                        "a flood | 50.0 ms | 95.0 ms | 99.0 ms | 100 | 0 | 1.00 | 1.20 | ok",
                        "worse | never | never | never | 100 | 99 | - | 1.20 | violated");
    }

    @Test
    void countsFailuresByTheirReason() {
        var sample = new UploadTimes(List.of(), List.of("429 queue-full", "no answer", "429 queue-full"));

        assertThat(Effect.reasons(sample)).hasToString("{429 queue-full=2, no answer=1}");
    }

    private static UploadTimes sample(int succeeded, int failed) {
        return new UploadTimes(
                IntStream.rangeClosed(1, succeeded)
                        .mapToObj(UploadTimesTest::millis)
                        .toList(),
                IntStream.range(0, failed).mapToObj(_ -> "failed").toList());
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
