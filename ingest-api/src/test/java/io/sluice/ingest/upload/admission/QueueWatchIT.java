package io.sluice.ingest.upload.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.queue.CommitMetadata;
import io.sluice.queue.OffsetRuns.Run;
import io.sluice.testsupport.TestBroker;
import io.sluice.watch.Heartbeats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueWatchIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofMinutes(10);
    private static final int UPLOADS = 200;

    @TempDir
    private Path directory;

    @Test
    void countsUnfinishedUploadsAndIsOverdueOnlyWhenOrganizationsHaveNoTurn() throws Exception {
        try (var broker = TestBroker.start(directory, Map.of())) {
            var kafka = broker.clients();
            publishOldUploads(kafka);
            commit(kafka, Instant.now());
            try (var watch = QueueWatch.start(
                    kafka,
                    new AdmissionConfig(100_000, MAX_AGE, 0, 200),
                    new SimpleMeterRegistry(),
                    new Heartbeats())) {
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(watch.get()).isEqualTo(new Backlog(150, false)));

                commit(kafka, Instant.now().minus(MAX_AGE.multipliedBy(2)));

                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(watch.get()).isEqualTo(new Backlog(150, true)));
            }
        }
    }

    private static void publishOldUploads(KafkaClients kafka) throws Exception {
        var old = Instant.now().minus(MAX_AGE.multipliedBy(3)).toEpochMilli();
        try (var admin = kafka.admin();
                var producer = kafka.producer("test")) {
            admin.createTopics(List.of(new NewTopic(Topics.UPLOADS.name(), 1, (short) 1)))
                    .all()
                    .get();
            for (var number = 0; number < UPLOADS; number++) {
                var _ = producer.send(new ProducerRecord<>(Topics.UPLOADS.name(), 0, old, "key", new byte[1]));
            }
            producer.flush();
        }
    }

    /// Of the uploads 10 are done before the committed offset, and 40 behind it.
    private static void commit(KafkaClients kafka, Instant served) throws Exception {
        var metadata = CommitMetadata.fitting(10, served, List.of(new Run(20, 50), new Run(100, 110)), null);
        try (var admin = kafka.admin()) {
            admin.alterConsumerGroupOffsets(
                            Topics.UPLOAD_READERS,
                            Map.of(
                                    new TopicPartition(Topics.UPLOADS.name(), 0),
                                    new OffsetAndMetadata(10, metadata.text(10))))
                    .all()
                    .get();
        }
    }
}
