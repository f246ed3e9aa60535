package io.sluice.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.edit.Numbering;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.queue.CommitMetadata;
import io.sluice.queue.OffsetRuns.Run;
import io.sluice.standalone.terminal.Progress;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.TestBroker;
import io.sluice.testsupport.TopicRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records, positions and numbers of commands, from one broker to another one.
class ImportIT {

    private static final TopicPartition UPLOADS = new TopicPartition(Topics.UPLOADS.name(), 0);
    private static final TopicPartition COMMANDS = new TopicPartition(Topics.CATALOG_COMMANDS.name(), 0);
    private static final TopicPartition NUMBERINGS = new TopicPartition(Catalog.NUMBERING_TOPIC, 0);
    private static final JsonSerde<Numbering> JSON = new JsonSerde<>(Numbering.class);
    private static final Instant SERVED = Instant.ofEpochSecond(1_700_000_000);
    private static final int RECORDS = 10;
    private static final int DELETED = 3;

    private final MemoryStore store = new MemoryStore();
    private final Backup backup = new Backup(store, "20260101T000000000Z");

    @TempDir
    Path folder;

    @Test
    void keepsRecordsPositionsAndNumbersWhenItIsInterrupted() throws Exception {
        try (var from = TestBroker.start(folder.resolve("from"));
                var to = TestBroker.start(folder.resolve("to"))) {
            var numbering = fill(from.clients());
            var records = Export.run(from.clients(), backup, Progress.NONE);
            var manifest = new Manifest(
                    Manifest.FORMAT, Instant.EPOCH, records.topics(), records.groups(), List.of(), Map.of());
            backup.complete(manifest);
            assertThat(backup.manifest()).isEqualTo(manifest);

            assertThatThrownBy(() -> run(manifest, to.clients(), new Interruption(12)))
                    .hasMessage("killed");
            assertThat(Import.isBegun(to.clients())).isTrue();
            assertThat(Import.isFinished(to.clients())).isFalse();
            run(manifest, to.clients(), Progress.NONE);

            assertThat(Import.isFinished(to.clients())).isTrue();
            for (var partition : List.of(UPLOADS, COMMANDS)) {
                assertThat(read(to.clients(), partition.topic()))
                        .usingRecursiveFieldByFieldElementComparatorOnFields("key", "value", "timestamp", "headers")
                        .containsExactlyElementsOf(read(from.clients(), partition.topic()));
            }
            try (var admin = to.clients().admin()) {
                var offset = requireNonNull(admin.listConsumerGroupOffsets(Topics.UPLOAD_READERS)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(UPLOADS));
                assertThat(offset.offset()).isEqualTo(5 - DELETED);
                assertThat(CommitMetadata.of(offset.offset(), offset.metadata()))
                        .isEqualTo(new CommitMetadata(SERVED, List.of(new Run(7 - DELETED, 9 - DELETED)), null));
            }
            var moved = numbering(read(to.clients(), NUMBERINGS.topic()).getLast());
            assertThat(moved.log()).isEqualTo(id(to.clients()));
            assertThat(moved.numberOf(RECORDS - 1 - DELETED))
                    .as("number of the last command")
                    .isEqualTo(numbering.numberOf(RECORDS - 1));
        }
    }

    @Test
    void refusesBrokersWithOtherRecords() throws Exception {
        try (var broker = TestBroker.start(folder.resolve("broker"))) {
            fill(broker.clients());
            var records = Export.run(broker.clients(), backup, Progress.NONE);
            var manifest = new Manifest(
                    Manifest.FORMAT, Instant.EPOCH, records.topics(), records.groups(), List.of(), Map.of());
            backup.complete(manifest);

            assertThatThrownBy(() -> run(manifest, broker.clients(), Progress.NONE))
                    .hasMessageMatching("the topic sluice\\S+ has records already: delete .+");
            assertThat(Import.isBegun(broker.clients())).isFalse();
        }
    }

    private void run(Manifest manifest, KafkaClients clients, Progress progress) {
        Import.run(backup, manifest, clients, ProvisioningConfig.DEFAULTS, progress);
    }

    /// Publishes records, of which the first ones are deleted then, and commits a position.
    private static Numbering fill(KafkaClients clients) throws Exception {
        try (var admin = clients.admin();
                var producer = clients.importer("test", Topics.MAX_RECORD_BYTES)) {
            admin.createTopics(List.of(UPLOADS, COMMANDS, NUMBERINGS).stream()
                            .map(partition -> new NewTopic(partition.topic(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            for (var i = 0; i < RECORDS; i++) {
                for (var partition : List.of(UPLOADS, COMMANDS)) {
                    byte[] key = i % 2 == 0 ? null : new byte[] {(byte) 0xff, (byte) i};
                    var original = new ProducerRecord<>(partition.topic(), 0, 1_000L + i, key, new byte[] {(byte) i});
                    original.headers().add("traceparent", ("trace " + i).getBytes(UTF_8));
                    producer.send(original).get();
                }
            }
            var numbering = new Numbering(id(clients), 7);
            byte[] value = JSON.serializer().serialize(NUMBERINGS.topic(), numbering);
            producer.send(new ProducerRecord<>(NUMBERINGS.topic(), 0, "current".getBytes(UTF_8), value))
                    .get();
            admin.deleteRecords(Map.of(
                            UPLOADS, RecordsToDelete.beforeOffset(DELETED),
                            COMMANDS, RecordsToDelete.beforeOffset(DELETED)))
                    .all()
                    .get();
            var inWork = new CommitMetadata.Claim(1, List.of(new Run(5, 7)), List.of());
            var metadata = CommitMetadata.fitting(5, SERVED, List.of(new Run(7, 9)), inWork);
            admin.alterConsumerGroupOffsets(
                            Topics.UPLOAD_READERS, Map.of(UPLOADS, new OffsetAndMetadata(5, metadata.text(5))))
                    .all()
                    .get();
            return numbering;
        }
    }

    private static String id(KafkaClients clients) throws Exception {
        try (var admin = clients.admin()) {
            return requireNonNull(admin.describeTopics(List.of(COMMANDS.topic()))
                            .allTopicNames()
                            .get()
                            .get(COMMANDS.topic()))
                    .topicId()
                    .toString();
        }
    }

    private static Numbering numbering(ConsumerRecord<byte[], byte[]> found) {
        return requireNonNull(JSON.deserializer().deserialize(found.topic(), found.value()));
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(KafkaClients clients, String topic) {
        try (var consumer = clients.exporter("test")) {
            return TopicRecords.of(consumer, topic);
        }
    }

    /// Ends an import after some records.
    private static final class Interruption implements Progress {

        private int left;

        Interruption(int records) {
            left = records;
        }

        @Override
        public void step() {
            if (--left < 0) {
                throw new IllegalStateException("killed");
            }
        }

        @Override
        public void expect(long more) {}

        @Override
        public void expectMore(boolean more) {}

        @Override
        public void say(String message) {}

        @Override
        public void fail() {}

        @Override
        public void close() {}
    }
}
