package io.sluice.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.OffsetRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetLedgerTest {

    @Test
    void commitsNothingBeforeTheFirstRecordIsDone() {
        var ledger = ledger(100);
        read(ledger, 100, 101, 102);

        ledger.done(102);
        ledger.done(101);

        assertThat(ledger.watermark(OptionalLong.empty())).isEqualTo(100);
        assertThat(ledger.doneBehind(100)).containsExactly(new OffsetRuns.Run(101, 103));
        ledger.done(100);
        assertThat(ledger.watermark(OptionalLong.empty())).isEqualTo(103);
        assertThat(ledger.doneBehind(103)).isEmpty();
    }

    @Test
    void commitsNothingBehindARecordThatWaitsOnTheTopic() {
        var ledger = ledger(0);
        read(ledger, 0, 1);
        ledger.read(2);
        ledger.done(0);
        ledger.done(1);

        assertThat(ledger.watermark(OptionalLong.of(2))).isEqualTo(2);
    }

    @Test
    void readsWhichRecordsAnEarlierReaderHasDone() {
        var ledger = new OffsetLedger(10, List.of(new OffsetRuns.Run(12, 14)));

        assertThat(ledger.isKnown(11)).isFalse();
        assertThat(ledger.isKnown(12)).isTrue();
        assertThat(ledger.watermark(OptionalLong.empty())).isEqualTo(10);
    }

    /// Whenever it ends, what the next reader does is exactly what was not done.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNoRecordAndRepeatsNone(long seed) {
        var random = new Random(seed);
        var ledger = ledger(0);
        var held = new ArrayList<Long>();
        var done = new TreeSet<Long>();
        var next = 0L;
        for (var step = 0; step < 3_000; step++) {
            if (held.isEmpty() || random.nextInt(3) == 0) {
                ledger.hold(next);
                ledger.read(next);
                held.add(next++);
            } else {
                var offset = held.remove(random.nextInt(held.size()));
                ledger.done(offset);
                done.add(offset);
            }
            if (random.nextInt(20) == 0) {
                var watermark = ledger.watermark(OptionalLong.empty());
                var successor = new OffsetLedger(watermark, ledger.doneBehind(watermark));
                for (var offset = 0L; offset < next; offset++) {
                    assertThat(offset < watermark || successor.isKnown(offset)).isEqualTo(done.contains(offset));
                }
            }
        }
    }

    private static OffsetLedger ledger(long position) {
        return new OffsetLedger(position, List.of());
    }

    private static void read(OffsetLedger ledger, long... offsets) {
        for (var offset : offsets) {
            ledger.hold(offset);
            ledger.read(offset);
        }
    }
}
