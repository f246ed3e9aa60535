package io.sluice.standalone.backup;

import static java.util.stream.Collectors.toMap;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.edit.Numbering;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.AdminCalls;
import io.sluice.kafka.admin.ProvisioningConfig;
import io.sluice.kafka.admin.Replication;
import io.sluice.standalone.backup.Manifest.Group;
import io.sluice.standalone.backup.Manifest.Kind;
import io.sluice.standalone.backup.Manifest.PartitionCopy;
import io.sluice.standalone.backup.Manifest.Position;
import io.sluice.standalone.backup.Manifest.TopicCopy;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/// The publication of a backup's records to brokers that have none of Sluice yet.
///
/// An interrupted import can be resumed: it is the only producer and fills each partition in order, so the end
/// of a partition is the number of records that are already there. A mark, the metadata of a commit of the
/// group [#MARK], says which backup it is, and whether it is finished.
final class Import {

    static final String MARK = "sluice-import";

    private static final TopicPartition MARKED = new TopicPartition(Topics.CATALOG_COMMANDS.name(), 0);
    private static final String FINISHED = "finished ";
    private static final String UNFINISHED = "unfinished ";
    private static final JsonSerde<Numbering> NUMBERINGS = new JsonSerde<>(Numbering.class);

    private final Backup backup;
    private final Manifest manifest;
    private final Admin admin;
    private final Progress progress;

    /// Failure of a record that was sent.
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private Import(Backup backup, Manifest manifest, Admin admin, Progress progress) {
        this.backup = backup;
        this.manifest = manifest;
        this.admin = admin;
        this.progress = progress;
    }

    /// Publishes all records and sets the positions of all groups.
    ///
    /// @throws CommandFailure when the brokers have records of other origin, or fail
    static void run(
            Backup backup, Manifest manifest, KafkaClients clients, ProvisioningConfig config, Progress progress) {
        try (var admin = clients.admin()) {
            new Import(backup, manifest, admin, progress).run(clients, config);
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "the records cannot be published: " + Sentence.of(e) + "; run the command again, it resumes", e);
        }
    }

    /// Returns whether an import to these brokers has finished.
    static boolean isFinished(KafkaClients clients) {
        try (var admin = clients.admin()) {
            return mark(admin).filter(mark -> mark.startsWith(FINISHED)).isPresent();
        }
    }

    /// Returns whether an import to these brokers has begun.
    static boolean isBegun(KafkaClients clients) {
        try (var admin = clients.admin()) {
            return mark(admin).isPresent();
        }
    }

    private void run(KafkaClients clients, ProvisioningConfig config) {
        var identity = backup.identity().orElseThrow();
        var existing = existing();
        checkOrigin(existing, identity);
        create(existing, config);
        mark(UNFINISHED + identity);
        var topics = describe();
        var ends = Cut.ends(admin, topics, _ -> true);
        progress.expect(manifest.records()
                - ends.values().stream().mapToLong(Long::longValue).sum());
        try (var producer = clients.importer("sluice-import", recordLimit())) {
            for (var topic : manifest.topics()) {
                for (var partition : topic.partitions()) {
                    publish(producer, topic, partition, topics, ends);
                }
            }
        }
        check();
        manifest.groups().stream().filter(group -> !group.positions().isEmpty()).forEach(this::commit);
        mark(FINISHED + identity);
    }

    private Map<String, TopicDescription> existing() {
        var names = AdminCalls.await("list the topics", admin.listTopics().names());
        return AdminCalls.await(
                "describe the topics",
                admin.describeTopics(manifest.topics().stream()
                                .map(TopicCopy::name)
                                .filter(names::contains)
                                .toList())
                        .allTopicNames());
    }

    private Map<String, TopicDescription> describe() {
        return AdminCalls.await(
                "describe the topics",
                admin.describeTopics(
                                manifest.topics().stream().map(TopicCopy::name).toList())
                        .allTopicNames());
    }

    /// Refuses brokers that have records which are not from this backup.
    private void checkOrigin(Map<String, TopicDescription> existing, String identity) {
        for (var topic : manifest.topics()) {
            var found = existing.get(topic.name());
            if (found != null && found.partitions().size() != topic.partitions().size()) {
                throw new CommandFailure("the topic " + topic.name() + " exists already, with "
                        + found.partitions().size() + " partitions instead of "
                        + topic.partitions().size() + ": delete it, or use another cluster");
            }
        }
        var mark = mark(admin);
        if (mark.filter((UNFINISHED + identity)::equals).isPresent()) {
            return;
        }
        Cut.ends(admin, existing, _ -> true).forEach((partition, end) -> {
            if (end > 0) {
                throw new CommandFailure("the topic " + partition.topic() + " has records already"
                        + (mark.isEmpty() ? "" : ", of another import")
                        + ": delete all topics that begin with sluice, or use another cluster");
            }
        });
    }

    private static Optional<String> mark(Admin admin) {
        return AdminCalls.awaitUnless(
                        GroupIdNotFoundException.class,
                        "read the mark of an import",
                        admin.listConsumerGroupOffsets(MARK).partitionsToOffsetAndMetadata())
                .map(offsets -> offsets.get(MARKED))
                .map(OffsetAndMetadata::metadata);
    }

    private void mark(String text) {
        AdminCalls.await(
                "mark the import",
                admin.alterConsumerGroupOffsets(MARK, Map.of(MARKED, new OffsetAndMetadata(0, text)))
                        .all()
                        .thenApply(_ -> text));
    }

    private void create(Map<String, TopicDescription> existing, ProvisioningConfig config) {
        var brokers =
                AdminCalls.await("describe the cluster", admin.describeCluster().nodes());
        var replication = config.effective(brokers.size());
        var missing = manifest.topics().stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .map(topic -> newTopic(topic, replication))
                .toList();
        AdminCalls.await("create the topics", admin.createTopics(missing).all().thenApply(_ -> missing));
    }

    private static NewTopic newTopic(TopicCopy topic, Replication replication) {
        var settings = new HashMap<>(topic.config());
        settings.putAll(replication.topicConfig());
        return new NewTopic(topic.name(), Optional.of(topic.partitions().size()), Optional.of(replication.factor()))
                .configs(settings);
    }

    /// Returns the limit for requests: that of the topic with the largest records, and room for their headers.
    private int recordLimit() {
        var largest = manifest.topics().stream()
                .map(topic -> topic.config().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .mapToInt(limit -> limit == null ? Topics.MAX_RECORD_BYTES : Integer.parseInt(limit))
                .max()
                .orElse(Topics.MAX_RECORD_BYTES);
        return Math.max(largest, Topics.MAX_RECORD_BYTES);
    }

    private void publish(
            Producer<byte[], byte[]> producer,
            TopicCopy topic,
            PartitionCopy copy,
            Map<String, TopicDescription> topics,
            Map<TopicPartition, Long> ends) {
        if (copy.file() == null) {
            return;
        }
        var partition = new TopicPartition(topic.name(), copy.number());
        var done = ends.getOrDefault(partition, 0L);
        var isNumbering = topic.name().equals(Catalog.NUMBERING_TOPIC);
        Backup.read(backup.store(), copy.file(), in -> {
            for (var index = 0L; index < copy.records() && failure.get() == null; index++) {
                var original = RecordFile.read(in, partition);
                if (index >= done) {
                    var fresh = isNumbering ? renumbered(original, topics) : original;
                    var _ = producer.send(fresh, (_, problem) -> failure.compareAndSet(null, problem));
                    progress.step();
                }
            }
        });
        producer.flush();
        var problem = failure.get();
        if (problem != null) {
            throw new KafkaException(problem);
        }
    }

    /// Returns the numbering of commands for the copy of their topic, so that every command keeps its number
    /// although its offset is another one. Without that, a command that is decided again would be another one.
    private ProducerRecord<byte[], byte[]> renumbered(
            ProducerRecord<byte[], byte[]> original, Map<String, TopicDescription> topics) {
        var name = Topics.CATALOG_COMMANDS.name();
        var numbering = NUMBERINGS.deserializer().deserialize(original.topic(), original.value());
        var commands = manifest.topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst();
        var created = topics.get(name);
        if (numbering == null
                || created == null
                || !commands.map(TopicCopy::id).filter(numbering.log()::equals).isPresent()) {
            return original; // of an earlier topic: the catalog continues after its highest number
        }
        var copy = commands.get().partitions().get(original.partition());
        var moved = numbering.ofCopy(created.topicId().toString(), copy.end() - copy.records());
        return new ProducerRecord<>(
                original.topic(),
                original.partition(),
                original.timestamp(),
                original.key(),
                NUMBERINGS.serializer().serialize(original.topic(), moved),
                original.headers());
    }

    /// Compares the numbers of records.
    private void check() {
        var ends = Cut.ends(admin, describe(), _ -> true);
        for (var topic : manifest.topics()) {
            for (var copy : topic.partitions()) {
                var end = ends.getOrDefault(new TopicPartition(topic.name(), copy.number()), 0L);
                if (end != copy.records()) {
                    throw new CommandFailure("the topic " + topic.name() + " has " + end + " records in partition "
                            + copy.number() + ", but the backup " + backup.id() + " has " + copy.records()
                            + ": delete all topics that begin with sluice, and run the command again");
                }
            }
        }
    }

    private void commit(Group group) {
        var what = "set the offsets of the group " + group.name();
        if (group.kind() == Kind.CONSUMER) {
            var offsets = group.positions().stream()
                    .collect(toMap(
                            Import::partition,
                            position -> new OffsetAndMetadata(position.offset(), position.metadata())));
            AdminCalls.await(
                    what,
                    admin.alterConsumerGroupOffsets(group.name(), offsets).all().thenApply(_ -> group));
        } else {
            var offsets = group.positions().stream().collect(toMap(Import::partition, Position::offset));
            AdminCalls.await(
                    what,
                    admin.alterShareGroupOffsets(group.name(), offsets).all().thenApply(_ -> group));
        }
    }

    private static TopicPartition partition(Position position) {
        return new TopicPartition(position.topic(), position.partition());
    }
}
