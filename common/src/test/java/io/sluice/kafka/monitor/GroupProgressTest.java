package io.sluice.kafka.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.monitor.GroupProgress.Position;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupProgressTest {

    private static final TopicPartition ONE = new TopicPartition("sluice.uploads", 1);
    private static final TopicPartition TWO = new TopicPartition("sluice.uploads", 2);

    private final GroupProgress progress = new GroupProgress();

    @Test
    void countsTheTimeThatRecordsWaitWithoutProgress() {
        assertThat(after(new Position(3, "", 5))).isZero();
        assertThat(after(new Position(3, "", 5))).isEqualTo(10);
        assertThat(after(new Position(3, "", 9))).isEqualTo(20);
        assertThat(after(new Position(4, "", 9))).isZero();
    }

    @Test
    void startsWithTheFirstRecordThatWaits() {
        assertThat(after(new Position(5, "", 5))).isZero();
        assertThat(after(new Position(5, "", 6))).isZero();
        assertThat(after(new Position(5, "", 6))).isEqualTo(10);
    }

    @Test
    void takesRecordsThatAreDoneBehindTheFirstOneForProgress() {
        assertThat(after(new Position(3, "", 5))).isZero();
        assertThat(after(new Position(3, "done 4", 5))).isZero();
        assertThat(after(new Position(3, "done 4", 5))).isEqualTo(10);
    }

    @Test
    void isAsLateAsItsLatestPartitionAndForgetsPartitionsThatAreGone() {
        var stands = new Position(0, "", 1);
        progress.round(Map.of(ONE, stands), Duration.ofSeconds(10));
        progress.round(Map.of(ONE, stands, TWO, stands), Duration.ofSeconds(10));
        progress.round(Map.of(ONE, stands, TWO, stands), Duration.ofSeconds(10));
        assertThat(progress.longest()).hasSeconds(20);

        progress.round(Map.of(TWO, stands), Duration.ofSeconds(10));
        assertThat(progress.longest()).hasSeconds(20);
        progress.round(Map.of(), Duration.ofSeconds(10));
        assertThat(progress.longest()).isZero();
    }

    private long after(Position position) {
        progress.round(Map.of(ONE, position), Duration.ofSeconds(10));
        return progress.longest().toSeconds();
    }
}
