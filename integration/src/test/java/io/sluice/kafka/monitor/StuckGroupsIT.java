package io.sluice.kafka.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.testsupport.TestBroker;
import io.sluice.watch.Heartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StuckGroupsIT {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void namesGroupsThatHaveRecordsAndMakeNoProgress() throws Exception {
        var meters = new SimpleMeterRegistry();
        try (var broker = TestBroker.start(folder)) {
            var kafka = broker.clients();
            TopicProvisioner.provision(kafka, new ProvisioningConfig(1, 1));
            publish(kafka, Topics.BLOB_PURGES);
            publish(kafka, Topics.COPY_TASKS);
            commit(kafka, 0);
            ShareGroupSetup.prepare(kafka, Topics.COPY_WORKERS, DEADLINE, ProvisioningConfig.PARTITIONS);
            try (var copier = kafka.shareGroupMember("copier", Topics.COPY_WORKERS, 1);
                    var groups = StuckGroups.start(kafka, INTERVAL, DEADLINE, meters, new Heartbeats())) {
                copier.subscribe(List.of(Topics.COPY_TASKS.name()));
                var end = Instant.now().plus(LIMIT);
                var tasks = copier.poll(INTERVAL);
                while (tasks.isEmpty() && Instant.now().isBefore(end)) {
                    tasks = copier.poll(INTERVAL);
                }
                assertThat(tasks).hasSize(1);

                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(groups.stuck()).containsOnlyKeys(Topics.BLOB_PURGERS, Topics.COPY_WORKERS));
                assertThat(groups.stuck().values())
                        .allSatisfy(since -> assertThat(since)
                                .isBetween(
                                        Instant.now().minus(LIMIT),
                                        Instant.now().minus(DEADLINE)));
                assertThat(meters.get(StuckGroups.STUCK)
                                .tag("group", Topics.BLOB_PURGERS)
                                .gauge()
                                .value())
                        .isGreaterThanOrEqualTo(1);

                commit(kafka, 1);
                tasks.forEach(task -> copier.acknowledge(task, AcknowledgeType.ACCEPT));
                assertThat(copier.commitSync().values())
                        .allSatisfy(fault -> assertThat(fault).isEmpty());

                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(groups.stuck()).isEmpty());
            }
        }
    }

    private static void publish(KafkaClients kafka, Topic<?> topic) throws Exception {
        try (var producer = kafka.producer("test")) {
            producer.send(new ProducerRecord<>(topic.name(), "key", new byte[] {1}))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void commit(KafkaClients kafka, long offset) throws Exception {
        try (var admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets(
                            Topics.BLOB_PURGERS,
                            Map.of(new TopicPartition(Topics.BLOB_PURGES.name(), 0), new OffsetAndMetadata(offset)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }
}
