package io.sluice.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.lane.Flow;
import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import io.sluice.poison.Position;
import io.sluice.poison.Suspects;
import io.sluice.poison.Suspects.Standing;
import io.sluice.precedence.Precedence;
import io.sluice.queue.CommitMetadata;
import io.sluice.queue.CommitMetadata.Claim;
import io.sluice.queue.OffsetRuns.Run;
import io.sluice.queue.StopFlag;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final long READER = 77;
    private static final TopicPartition PARTITION = new TopicPartition("topic", 5);

    private final Suspects suspects = new Suspects(Duration.ofSeconds(30).toNanos(), System::nanoTime);

    /// No job begins.
    private final Lanes lanes = Lanes.start(
            configs(), (_, _) -> false, Precedence.ofThisProcess(new SimpleMeterRegistry()), new Heartbeats());

    private final Claims claims = new Claims(READER, suspects, lanes);

    @AfterEach
    void close() {
        lanes.all().forEach(lane -> lane.close());
    }

    @Test
    void claimsWaitingJobsAndTheNextRecordsOfThePartition() {
        var partition = partition(100, null, 200);
        partition.ledger().read(119);
        begin(partition, 103);
        begin(partition(100, null, 200), 104);

        claims.renew(false);

        assertThat(claims.working(partition))
                .isEqualTo(new Claim(READER, List.of(new Run(103, 104), new Run(120, 152)), List.of()));
    }

    @Test
    void admitsOnlyRecordsThatEveryPossibleLastCommitClaims() {
        var partition = partition(100, null, 200);
        assertThat(partition.admits(100)).as("before the first commit").isFalse();
        assertThat(claims.isStretched(List.of(partition))).isTrue();
        var first = partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition));
        assertThat(first).isNotNull();
        assertThat(partition.admits(100)).as("before its result").isFalse();
        partition.committed(first);
        assertThat(partition.admits(100)).isTrue();
        assertThat(partition.admits(132)).isFalse();

        partition.ledger().read(109);
        begin(partition, 103);
        claims.renew(false);
        var second = partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition));
        assertThat(second).isNotNull();

        assertThat(partition.admits(103)).as("in both").isTrue();
        assertThat(partition.admits(110)).as("in both").isTrue();
        assertThat(partition.admits(104)).as("only in the first").isFalse();
        assertThat(partition.admits(132)).as("only in the second").isFalse();
        partition.committed(first);
        assertThat(partition.admits(104)).as("after an old result").isFalse();
        partition.committed(second);
        assertThat(partition.admits(132)).isTrue();
        partition.revoked();
        assertThat(partition.admits(104)).as("of another process").isTrue();
    }

    @Test
    void claimsNoJobThatHasNotBegunWhenItLeaves() {
        var partition = partition(100, null, 200);
        begin(partition, 103);

        claims.renew(true);

        assertThat(claims.leaving(partition)).isNull();
    }

    @Test
    void leavesSuspectsAndPoisonToTheNextReader() {
        var partition = partition(100, null, 200);
        suspects.add(new Position(5, 110), false);
        suspects.add(new Position(5, 120), true);

        claims.renew(true);

        assertThat(claims.leaving(partition))
                .isEqualTo(
                        new Claim(READER, List.of(new Run(110, 111), new Run(120, 121)), List.of(new Run(120, 121))));
    }

    @Test
    void suspectsRecordsThatAnotherProcessMayHaveHadInWork() {
        var done = List.of(new Run(104, 106));
        var claim = new Claim(78, List.of(new Run(101, 108), new Run(150, 250)), List.of(new Run(102, 103)));

        claims.takeOver(partition(100, CommitMetadata.fitting(100, Instant.EPOCH, done, claim), 152));

        assertThat(suspects.in(5, Standing.SUSPECT)).containsExactly(101L, 103L, 106L, 107L, 150L, 151L);
        assertThat(suspects.in(5, Standing.POISON)).containsExactly(102L);
    }

    /// Such as after an outage of Kafka.
    @Test
    void suspectsNoRecordsThatItHadInWorkItself() {
        var claim = new Claim(READER, List.of(new Run(101, 108)), List.of(new Run(101, 102)));

        claims.takeOver(partition(100, CommitMetadata.fitting(100, Instant.EPOCH, List.of(), claim), 152));

        assertThat(suspects.in(5, Standing.SUSPECT)).isEmpty();
        assertThat(suspects.in(5, Standing.POISON)).isEmpty();
    }

    @Test
    void boundsTheSuspectsWhateverWasCommitted() {
        var claim = new Claim(78, List.of(new Run(100, Long.MAX_VALUE)), List.of());

        claims.takeOver(partition(100, CommitMetadata.fitting(100, Instant.EPOCH, List.of(), claim), 1_000_000));

        assertThat(suspects.in(5, Standing.SUSPECT)).hasSize(1_000);
    }

    @Test
    void forgetsSuspectsThatAnotherReaderHasFinished() {
        suspects.add(new Position(5, 99), false);
        suspects.add(new Position(5, 104), false);
        suspects.add(new Position(5, 107), false);
        suspects.add(new Position(6, 99), false);
        var done = List.of(new Run(104, 106));

        claims.takeOver(partition(100, CommitMetadata.fitting(100, Instant.EPOCH, done, null), 152));

        assertThat(suspects.in(5, Standing.SUSPECT)).containsExactly(107L);
        assertThat(suspects.in(6, Standing.SUSPECT)).containsExactly(99L);
    }

    @Test
    void isStretchedOnceHalfOfTheClaimedRecordsOfAPartitionAreRead() {
        var partition = partition(100, null, 200);
        assertThat(partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition)))
                .isNotNull();
        partition.ledger().read(100 + Claims.AHEAD / 2 - 1);
        assertThat(claims.isStretched(List.of(partition))).isFalse();

        partition.ledger().read(100 + Claims.AHEAD / 2);

        assertThat(claims.isStretched(List.of(partition))).isTrue();
    }

    /// Though nothing else has changed: a job that was far behind may begin now.
    @Test
    void commitsAClaimThatTheLastOneDoesNotCover() {
        var partition = partition(100, null, 200);
        partition.ledger().read(109);
        begin(partition, 103);
        claims.renew(false);
        assertThat(partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition)))
                .isNotNull();
        claims.renew(false);
        assertThat(partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition)))
                .isNull();

        begin(partition, 104);
        claims.renew(false);

        assertThat(partition.snapshot(OptionalLong.empty(), Instant.EPOCH, claims.working(partition)))
                .isNotNull();
    }

    private void begin(ReadPartition partition, long offset) {
        var record = new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                "key",
                ScriptedWork.record("a", LaneName.DIRECT, 0, "name"));
        var runner = new JobRunner(new ScriptedWork(), suspects, new StopFlag(), lanes);
        var job = new Job(
                partition, record, new Demand(new Flow("a", LaneName.DIRECT, false), LaneName.DIRECT, null), runner);
        partition.begin(job);
        lanes.add(job);
    }

    private static ReadPartition partition(long position, @Nullable CommitMetadata metadata, long end) {
        var committed = new OffsetAndMetadata(position, metadata == null ? "" : metadata.text(position));
        return ReadPartition.of(PARTITION, committed, position, end);
    }

    private static EnumMap<LaneName, LaneConfig> configs() {
        var configs = new EnumMap<LaneName, LaneConfig>(LaneName.class);
        for (var lane : LaneName.values()) {
            configs.put(lane, new LaneConfig(1, 1, 1, Duration.ofMinutes(1)));
        }
        return configs;
    }
}
