package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.BlobPurge;
import io.sluice.config.Setting;
import io.sluice.image.BlobKey;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.kafka.monitor.KafkaMonitor;
import io.sluice.queue.QueueMetrics;
import io.sluice.queue.QueueWorkers;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;
import io.sluice.streams.topology.TopicNodes;
import io.sluice.testsupport.TestBroker;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An outage of the broker of a follower, share workers and a streams application; the broker restarts on the
/// same port.
class OutageIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Setting<Duration> LONGEST = Setting.duration("SLUICE_LONGEST", "1m", "for the message");

    private final Heartbeats heartbeats = new Heartbeats();
    private final List<String> followed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> worked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> processed = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path directory;

    @Test
    void everythingContinuesByItselfWhenTheBrokerIsBack() throws Exception {
        try (var broker = TestBroker.start(directory.resolve("kafka"))) {
            var kafka = broker.clients();
            var replication = TopicProvisioner.provision(kafka, new ProvisioningConfig(0, 2));
            ShareGroupSetup.prepare(kafka, Topics.COPY_WORKERS, Duration.ofMinutes(1), LONGEST);
            try (var contact = KafkaMonitor.start(kafka, heartbeats);
                    var producer = kafka.producer("test");
                    var follower = follow(kafka);
                    var workers = work(kafka, contact);
                    var application = process(new StreamsHome(
                            kafka.config(), replication, directory.resolve("state"), heartbeats, contact))) {
                publish(producer, 0);
                awaitAll(10);
                await().atMost(LONG).until(() -> follower.caughtUp() && workers.ready() && application.running());

                broker.stop();
                await().atMost(LONG)
                        .until(() -> contact.awaySince().isPresent()
                                && !follower.caughtUp()
                                && !workers.ready()
                                && !application.running());
                heartbeats.all().forEach(Heartbeat::kick); // as a watchdog does, so that all begin without a broker
                var beats =
                        heartbeats.all().stream().mapToLong(Heartbeat::beats).sum();
                await().atMost(LONG)
                        .until(() -> heartbeats.all().stream()
                                        .mapToLong(Heartbeat::beats)
                                        .sum()
                                > beats + 15);
                assertThat(follower.age()).isGreaterThan(Duration.ofSeconds(1));
                broker.startAgain();

                await().atMost(LONG).until(() -> contact.awaySince().isEmpty());
                publish(producer, 10);
                awaitAll(20);
                await().atMost(LONG).until(() -> follower.caughtUp() && workers.ready() && application.running());
                assertThat(follower.failure()).isNull();
                assertThat(workers.failed()).isFalse();
                assertThat(application.failed()).isFalse();
            }
        }
        assertThat(followed).doesNotHaveDuplicates();
        assertThat(worked).doesNotHaveDuplicates();
    }

    private void awaitAll(int count) {
        var keys = IntStream.range(0, count).mapToObj(number -> "key-" + number).toList();
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(List.copyOf(followed)).containsAll(keys);
            assertThat(List.copyOf(worked)).containsAll(keys);
            assertThat(List.copyOf(processed)).containsAll(keys);
        });
    }

    private static void publish(Producer<String, byte[]> producer, int from) throws Exception {
        var purge = Topics.BLOB_PURGES
                .serializer()
                .serialize(Topics.BLOB_PURGES.name(), new BlobPurge(new BlobKey("blobs/acme/x"), "test"));
        for (var number = from; number < from + 10; number++) {
            producer.send(new ProducerRecord<>(Topics.BLOB_PURGES.name(), "key-" + number, purge))
                    .get();
            producer.send(new ProducerRecord<>(Topics.COPY_TASKS.name(), "key-" + number, purge))
                    .get();
        }
    }

    private TopicFollower follow(KafkaClients kafka) {
        return TopicFollower.start(
                "follower",
                List.of(Topics.BLOB_PURGES),
                () -> kafka.follower("follower"),
                new TopicFollower.Handler() {
                    @Override
                    public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
                        return Map.of();
                    }

                    @Override
                    public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
                        records.forEach(one -> followed.add(one.key()));
                    }
                },
                _ -> {},
                heartbeats,
                new TopicFollower.Patience(Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    private QueueWorkers work(KafkaClients kafka, KafkaMonitor contact) {
        var setup = new QueueWorkers.Setup(
                "worker", 2, Topics.COPY_TASKS, Topics.COPY_WORKERS, Duration.ofMinutes(1), Duration.ofSeconds(5));
        var work = new Work() {
            @Override
            public Done on(ConsumerRecord<String, byte[]> record) {
                worked.add(record.key());
                return new Done(AcknowledgeType.ACCEPT);
            }

            @Override
            public Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) {
                throw fault;
            }
        };
        var metrics = new QueueMetrics() {
            @Override
            public void alive(boolean now) {}

            @Override
            public void working(boolean now) {}

            @Override
            public void acknowledgementFailed(int records) {}
        };
        return QueueWorkers.start(setup, setup.in(kafka, contact), work, metrics, new StopFlag(), heartbeats);
    }

    private StreamsApplication process(StreamsHome home) {
        return StreamsApplication.start("application", this::topology, home, 1, 0);
    }

    private Topology topology() {
        var topology = new Topology();
        TopicNodes.addSource(topology, Topics.BLOB_PURGES);
        topology.addProcessor("record", Recording::new, Topics.BLOB_PURGES.name());
        return topology;
    }

    private final class Recording extends ContextualProcessor<String, byte[], Void, Void> {
        @Override
        public void process(Record<String, byte[]> record) {
            processed.add(record.key());
        }
    }
}
