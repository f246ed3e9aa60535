package io.sluice.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import io.sluice.poison.Suspects;
import io.sluice.precedence.Precedence;
import io.sluice.queue.StopFlag;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {

    private static final int PARTITIONS = 3;
    private static final int CHUNK = 50;

    private final ScriptedWork work = new ScriptedWork();
    private final List<List<ConsumerRecord<String, byte[]>>> topic = new ArrayList<>();

    /// However few records fit into the window, and however the records of organizations are mixed.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void processesEveryRecordOnce(long seed) {
        publish(new Random(seed));
        var suspects = new Suspects(1, System::nanoTime);
        var configs = new EnumMap<LaneName, LaneConfig>(LaneName.class);
        for (var lane : LaneName.values()) {
            configs.put(lane, new LaneConfig(1, 1, 1, Duration.ofMinutes(1)));
        }
        var precedence = Precedence.ofThisProcess(new SimpleMeterRegistry());
        var lanes = Lanes.start(configs, (_, _) -> true, precedence, new Heartbeats());
        var runner = new JobRunner(work, suspects, new StopFlag(), lanes);
        var intake = new Intake(
                work, suspects, new Claims(1, suspects, lanes), runner, lanes, new Window(40, 1 << 20), precedence);
        var partitions = new ArrayList<ReadPartition>();
        for (var number = 0; number < PARTITIONS; number++) {
            partitions.add(ReadPartition.of(new TopicPartition("topic", number), null, 0, 0));
        }
        intake.assigned(partitions);

        var read = new int[PARTITIONS];
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(1)).until(() -> {
            for (var number = 0; number < PARTITIONS; number++) {
                readOn(intake, partitions.get(number), read);
            }
            readAgain(intake);
            intake.settle();
            return intake.held() == 0 && intake.backlog().isEmpty() && isRead(read);
        });
        lanes.all().forEach(lane -> lane.close());

        var names =
                topic.stream().flatMap(List::stream).map(ConsumerRecord::key).toList();
        assertThat(work.done).containsExactlyInAnyOrderElementsOf(names);
        assertThat(intake.backlog().records()).isZero();
        for (var partition : partitions) {
            assertThat(partition.ledger().watermark(intake.backlog().first(partition.number())))
                    .isEqualTo(topic.get(partition.number()).getLast().offset() + 1);
        }
    }

    private void readOn(Intake intake, ReadPartition partition, int[] read) {
        var records = topic.get(partition.number());
        var end = Math.min(records.size(), read[partition.number()] + CHUNK);
        for (; read[partition.number()] < end; read[partition.number()]++) {
            assertThat(intake.take(partition, records.get(read[partition.number()])))
                    .isTrue();
        }
    }

    private void readAgain(Intake intake) {
        var turn = intake.turn();
        if (turn != null) {
            var records = topic.get(turn.partition()).stream()
                    .filter(record -> record.offset() >= turn.from())
                    .limit(CHUNK)
                    .toList();
            var end = records.isEmpty() ? Long.MAX_VALUE : records.getLast().offset() + 1;
            var partition = intake.partition(turn.partition());
            assertThat(partition).isNotNull();
            var _ = intake.takeAgain(partition, turn, records, end);
        }
    }

    private boolean isRead(int[] read) {
        for (var number = 0; number < PARTITIONS; number++) {
            if (read[number] < topic.get(number).size()) {
                return false;
            }
        }
        return true;
    }

    /// Some offsets have no record, as after a transaction.
    private void publish(Random random) {
        for (var number = 0; number < PARTITIONS; number++) {
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            var offset = 0L;
            for (var count = 0; count < 700; count++) {
                offset += 1 + (random.nextInt(10) == 0 ? random.nextInt(5) : 0);
                // one organization has most
                var organization = "o" + (random.nextInt(3) > 0 ? 0 : random.nextInt(20));
                var lane = random.nextInt(4) == 0 ? LaneName.CONVERT : LaneName.DIRECT;
                var name = number + "-" + offset;
                records.add(new ConsumerRecord<>(
                        "topic", number, offset, name, ScriptedWork.record(organization, lane, 0, name)));
            }
            topic.add(records);
        }
    }
}
