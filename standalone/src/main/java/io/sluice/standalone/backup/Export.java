package io.sluice.standalone.backup;

import static java.util.stream.Collectors.toMap;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.admin.AdminCalls;
import io.sluice.queue.CommitMetadata;
import io.sluice.queue.OffsetRuns;
import io.sluice.standalone.backup.Manifest.Group;
import io.sluice.standalone.backup.Manifest.PartitionCopy;
import io.sluice.standalone.backup.Manifest.Position;
import io.sluice.standalone.backup.Manifest.TopicCopy;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/// The copy of all records to a backup, while the server runs.
///
/// The topics are the truth: indexes are built from them, and the state of a topology is its changelog. The
/// copy must be one from which the system resumes as after a crash, where every step is repeated from the
/// last committed offset, with the same ids and the same results. The order of reading ensures that:
///
/// 1. *Offsets of groups first.* What a group has committed it has finished: its state and its results were
///    durable before, so they are before all ends that are read later. Nothing committed lacks its results.
/// 2. *Ends of changelogs next, those of results later.* A state then contains no command that the copy of
///    its topic lacks. What the state has decided beyond the committed offset is decided again under the same
///    number ([Import] sees to that), with the same outcome.
/// 3. *Ends of the topics of commands last:* catalog commands, then uploads and copies. Every record that is in the
///    copy then has the command from which it follows, and whatever is missing is derived from the command
///    again. That also holds where topics form cycles, as jobs do, which have no order.
///
/// Blobs are copied before and after ([BlobArchive]). A blob is written before the command that names it, so
/// the copy after the records has all that they name, and that before them has those which are purged
/// meanwhile.
///
/// Restored records have other offsets. So the committed offsets are stored as numbers of copied records, and
/// so are the runs of finished uploads in their metadata.
final class Export {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Backup backup;
    private final Cut cut;
    private final Progress progress;

    /// Beginnings of the original partitions; what is deleted meanwhile is not copied.
    private Map<TopicPartition, Long> begins = Map.of();

    /// Offsets of the original partitions whose places in the copy are needed.
    private final Map<TopicPartition, NavigableSet<Long>> wanted = new HashMap<>();

    /// These places: the number of copied records before an offset.
    private final Map<TopicPartition, Map<Long, Long>> places = new HashMap<>();

    /// The copy of all records.
    record Records(List<TopicCopy> topics, List<Group> groups) {}

    private Export(Backup backup, Cut cut, Progress progress) {
        this.backup = backup;
        this.cut = cut;
        this.progress = progress;
    }

    /// Copies the records of all topics.
    ///
    /// @throws CommandFailure when they cannot be read completely
    static Records run(KafkaClients clients, Backup backup, Progress progress) {
        try (var admin = clients.admin();
                var consumer = clients.exporter("sluice-backup")) {
            var export = new Export(backup, Cut.take(admin), progress);
            var configs = AdminCalls.await(
                    "read the topics' settings",
                    admin.describeConfigs(export.cut.topics().keySet().stream()
                                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                    .toList())
                            .all());
            export.cut.groups().values().forEach(export::want);
            export.begins = consumer.beginningOffsets(export.cut.ends().keySet());
            export.cut
                    .ends()
                    .forEach((partition, end) -> progress.expect(end - export.begins.getOrDefault(partition, end)));
            var topics = new ArrayList<TopicCopy>();
            for (var topic : export.cut.topics().values()) {
                topics.add(export.copy(consumer, topic, configs));
            }
            return new Records(topics, export.groups());
        } catch (KafkaException e) {
            throw new CommandFailure("the topics cannot be copied: " + Sentence.of(e), e);
        }
    }

    private void want(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            var there = wanted.computeIfAbsent(partition, _ -> new TreeSet<>());
            there.add(offset.offset());
            runs(offset).forEach(run -> {
                there.add(run.from());
                there.add(run.to());
            });
        });
    }

    private static List<OffsetRuns.Run> runs(OffsetAndMetadata offset) {
        var metadata = CommitMetadata.of(offset.offset(), offset.metadata());
        return metadata == null ? List.of() : metadata.done();
    }

    private TopicCopy copy(
            Consumer<byte[], byte[]> consumer, TopicDescription topic, Map<ConfigResource, Config> configs) {
        var partitions = new ArrayList<PartitionCopy>();
        for (var partition : topic.partitions()) {
            partitions.add(copy(consumer, new TopicPartition(topic.name(), partition.partition())));
        }
        var config = Objects.requireNonNull(configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())));
        return new TopicCopy(topic.name(), topic.topicId().toString(), changed(config), partitions);
    }

    /// Returns the topic's own settings. Those about replicas belong to the cluster.
    private static Map<String, String> changed(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .filter(entry -> !entry.name().equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                        && !entry.name().contains("throttled.replicas"))
                .collect(toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private PartitionCopy copy(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        var end = cut.ends().getOrDefault(partition, 0L);
        var finder = new Finder(wanted.getOrDefault(partition, new TreeSet<>()));
        if (begins.getOrDefault(partition, end) >= end) {
            places.put(partition, finder.found(0));
            return new PartitionCopy(partition.partition(), end, 0, null);
        }
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        var name = "records/" + partition.topic() + '-' + partition.partition();
        var count = new long[1];
        var file = backup.write(name, out -> count[0] = copy(consumer, partition, end, finder, out));
        places.put(partition, finder.found(count[0]));
        return new PartitionCopy(partition.partition(), end, count[0], file);
    }

    private long copy(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long end, Finder finder, DataOutputStream out)
            throws IOException {
        var copied = 0L;
        var lastSeen = System.nanoTime();
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            if (records.isEmpty() && System.nanoTime() - lastSeen > PATIENCE.toNanos()) {
                throw new CommandFailure("the topics cannot be copied: Kafka has sent no record for "
                        + PATIENCE.toSeconds() + " s although " + partition + " has more");
            }
            for (var original : records) {
                if (original.offset() >= end) {
                    break;
                }
                finder.pass(original.offset(), copied);
                RecordFile.write(original, out);
                copied++;
                progress.step();
            }
            lastSeen = records.isEmpty() ? lastSeen : System.nanoTime();
        }
        return copied;
    }

    private List<Group> groups() {
        return cut.groups().entrySet().stream()
                .map(group -> new Group(
                        group.getKey().group(),
                        group.getKey().kind(),
                        group.getValue().entrySet().stream()
                                .flatMap(offset -> position(offset.getKey(), offset.getValue()))
                                .toList()))
                .toList();
    }

    private Stream<Position> position(TopicPartition partition, OffsetAndMetadata original) {
        var found = places.get(partition);
        if (found == null) { // of a topic that is not copied
            return Stream.empty();
        }
        var offset = found.getOrDefault(original.offset(), 0L);
        var metadata = CommitMetadata.of(original.offset(), original.metadata());
        var text = metadata == null
                ? original.metadata()
                // without a claim: what was in work did not end a process
                : CommitMetadata.fitting(offset, metadata.served(), moved(metadata.done(), found), null)
                        .text(offset);
        return Stream.of(new Position(partition.topic(), partition.partition(), offset, text));
    }

    private static List<OffsetRuns.Run> moved(List<OffsetRuns.Run> runs, Map<Long, Long> found) {
        return runs.stream()
                .filter(run -> found.getOrDefault(run.from(), 0L) < found.getOrDefault(run.to(), 0L))
                .map(run -> new OffsetRuns.Run(found.getOrDefault(run.from(), 0L), found.getOrDefault(run.to(), 0L)))
                .toList();
    }

    /// Finds how many copied records precede each of some offsets.
    private static final class Finder {

        private final ArrayDeque<Long> open;
        private final Map<Long, Long> found = new HashMap<>();

        Finder(NavigableSet<Long> offsets) {
            open = new ArrayDeque<>(offsets);
        }

        /// Says that `copied` records precede the one at `offset`.
        void pass(long offset, long copied) {
            while (!open.isEmpty() && open.peek() <= offset) {
                found.put(open.poll(), copied);
            }
        }

        Map<Long, Long> found(long copied) {
            pass(Long.MAX_VALUE, copied);
            return found;
        }
    }
}
