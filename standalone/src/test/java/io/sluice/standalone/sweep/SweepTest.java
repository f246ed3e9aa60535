package io.sluice.standalone.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.image.BlobKey;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreConfig;
import io.sluice.store.connection.ObjectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(2));
    private static final Sweep.Rules RULES = new Sweep.Rules(Sweep.Mode.DELETE, NOW.minus(Duration.ofDays(1)), true);
    private static final Duration PATIENCE = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private ObjectStore store;

    @BeforeEach
    void open() {
        store = ObjectStores.open(StoreConfig.DEFAULTS, folder);
        BlobsInUse.TOPICS.forEach(this::create);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void deletesOnlyOldBlobsWithoutReferences() throws Exception {
        for (var topic : BlobsInUse.TOPICS) {
            put("blobs/acme/" + topic.name(), OLD);
            publish(topic, "{\"anything\":\"blobs/acme/" + topic.name() + "\"}");
        }
        put("blobs/acme/young", NOW.minus(Duration.ofHours(23)));
        put("blobs/acme/orphan", OLD);
        put("blobs/acme/orphan-too", OLD);
        put("elsewhere/file", OLD);

        var summary = sweep(RULES);

        assertThat(summary.orphans()).isEqualTo(new Sweep.Count(2, 6));
        assertThat(summary.young()).isEqualTo(new Sweep.Count(1, 3));
        assertThat(summary.used()).isEqualTo(new Sweep.Count(6, 18));
        assertThat(summary.seen()).isEqualTo(new Sweep.Count(9, 27));
        assertThat(stored())
                .hasSize(8)
                .contains("blobs/acme/young", "elsewhere/file")
                .doesNotContain("blobs/acme/orphan", "blobs/acme/orphan-too");
    }

    @Test
    void keepsAPreviewAsLongAsItsBlob() throws Exception {
        publish(Topics.SOURCE_IMAGES, "{\"blob\":\"blobs/acme/used\"}");
        put("blobs/acme/used", OLD);
        put("previews/acme/used-320", OLD);
        put("previews/acme/purged-320", OLD);
        put("previews/acme/used-999", OLD);

        var summary = sweep(RULES);

        assertThat(summary.orphans()).isEqualTo(new Sweep.Count(2, 6));
        assertThat(stored()).containsExactlyInAnyOrder("blobs/acme/used", "previews/acme/used-320");
    }

    @Test
    void onlyCountsInADryRun() throws Exception {
        publish(Topics.SOURCE_IMAGES, "{\"blob\":\"blobs/acme/used\"}");
        put("blobs/acme/orphan", OLD);

        var summary = sweep(new Sweep.Rules(Sweep.Mode.COUNT, RULES.writtenBefore(), true));

        assertThat(summary.orphans()).isEqualTo(new Sweep.Count(1, 3));
        assertThat(stored()).containsExactly("blobs/acme/orphan");
    }

    @Test
    void keepsABlobThatIsReferencedMeanwhile() throws Exception {
        publish(Topics.SOURCE_IMAGES, "{\"blob\":\"blobs/acme/used\"}");
        put("blobs/acme/late", OLD);
        put("blobs/acme/orphan", OLD);
        var inUse = BlobsInUse.read(consumer, PATIENCE, Progress.NONE);

        publish(Topics.UPLOADS, "{\"key\":\"blobs/acme/late\"}");
        var summary = Sweep.run(store, inUse, RULES, Progress.NONE);

        assertThat(summary.used()).isEqualTo(new Sweep.Count(1, 3));
        assertThat(stored()).containsExactly("blobs/acme/late");
    }

    @Test
    void deletesManyInSeveralBatches() throws Exception {
        publish(Topics.SOURCE_IMAGES, "{\"blob\":\"blobs/acme/0\"}");
        for (var i = 0; i < 1_200; i++) {
            put("blobs/acme/" + i, OLD);
        }

        assertThat(sweep(RULES).orphans().blobs()).isEqualTo(1_199);
        assertThat(stored()).containsExactly("blobs/acme/0");
    }

    @Test
    void doesNotStartWhenATopicCannotBeReadToItsEnd() {
        ends.merge(new TopicPartition(Topics.DEAD_LETTERS.name(), 0), 1L, Long::sum);
        consumer.updateEndOffsets(ends);

        assertThatThrownBy(() -> sweep(RULES))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot be read to their ends");
    }

    @Test
    void doesNotStartWhenATopicIsMissing() {
        consumer.updatePartitions(Topics.RETRIES.name(), List.of());

        assertThatThrownBy(() -> sweep(RULES))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(Topics.RETRIES.name());
    }

    @Test
    void deletesNothingWhenTheCatalogIsEmpty() throws Exception {
        put("blobs/acme/1", OLD);

        assertThatThrownBy(() -> sweep(RULES))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("the catalog is empty");
        assertThat(stored()).containsExactly("blobs/acme/1");

        sweep(new Sweep.Rules(Sweep.Mode.DELETE, RULES.writtenBefore(), false));
        assertThat(stored()).isEmpty();
    }

    private Sweep.Summary sweep(Sweep.Rules rules) {
        return Sweep.run(store, BlobsInUse.read(consumer, PATIENCE, Progress.NONE), rules, Progress.NONE);
    }

    private void create(Topic<?> topic) {
        var partition = new TopicPartition(topic.name(), 0);
        consumer.updatePartitions(topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        ends.put(partition, 0L);
        consumer.updateEndOffsets(ends);
    }

    /// Adds a record, which can be polled once the consumer has its partition assigned.
    private void publish(Topic<?> topic, String value) {
        var partition = new TopicPartition(topic.name(), 0);
        var offset = ends.merge(partition, 1L, Long::sum) - 1;
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(topic.name(), 0, offset, "key", value.getBytes(UTF_8))));
    }

    private void put(String key, Instant modified) throws Exception {
        try (var writer = store.write(new BlobKey(key))) {
            writer.write(new byte[] {1, 2, 3});
            writer.complete();
        }
        var name = key.substring(key.lastIndexOf('/') + 1);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(path -> path.endsWith(name)).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(modified));
            }
        }
    }

    private Set<String> stored() {
        try (var objects = store.list("")) {
            var keys = new TreeSet<String>();
            objects.forEach(object -> keys.add(object.key().value()));
            return keys;
        }
    }
}
