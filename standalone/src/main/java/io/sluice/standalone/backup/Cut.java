package io.sluice.standalone.backup;

import static java.util.stream.Collectors.toMap;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.AdminCalls;
import io.sluice.standalone.backup.Manifest.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/// The part of all topics that belongs to a backup: for each group how far it has read, for each partition
/// where the copy ends. The order in which they are read makes them consistent, see [Export].
///
/// @param topics descriptions by name
/// @param groups positions of each group
/// @param ends   exclusive end of each partition
record Cut(
        Map<String, TopicDescription> topics,
        Map<Member, Map<TopicPartition, OffsetAndMetadata>> groups,
        Map<TopicPartition, Long> ends) {

    /// Topics of commands, from which all other records follow; those of the catalog may follow from the others.
    private static final List<String> ROOTS = Stream.of(
                    Topics.CATALOG_COMMANDS, Topics.UPLOADS, Topics.COPIES, Topics.WEBHOOKS)
            .map(Topic::name)
            .toList();

    private static final String CHANGELOG = "-changelog";

    /// A group.
    record Member(String group, Kind kind) {}

    /// Reads groups and ends.
    static Cut take(Admin admin) {
        var names = AdminCalls.await("list the topics", admin.listTopics().names()).stream()
                .filter(name -> name.startsWith("sluice.") || (name.startsWith("sluice-") && name.endsWith(CHANGELOG)))
                .toList();
        var topics = new TreeMap<>(AdminCalls.await(
                "describe the topics", admin.describeTopics(names).allTopicNames()));
        var groups = groups(admin);
        var ends = new HashMap<TopicPartition, Long>();
        ends.putAll(ends(admin, topics, name -> name.endsWith(CHANGELOG)));
        ends.putAll(ends(admin, topics, name -> !name.endsWith(CHANGELOG) && !ROOTS.contains(name)));
        ROOTS.forEach(root -> ends.putAll(ends(admin, topics, root::equals)));
        return new Cut(topics, groups, ends);
    }

    /// Returns the ends of the partitions of some of `topics`.
    static Map<TopicPartition, Long> ends(
            Admin admin, Map<String, TopicDescription> topics, Predicate<String> selected) {
        var partitions = partitions(topics.values().stream()
                .filter(topic -> selected.test(topic.name()))
                .toList());
        var latest = partitions.stream().collect(toMap(partition -> partition, _ -> OffsetSpec.latest()));
        var ends = new HashMap<TopicPartition, Long>();
        AdminCalls.await(
                        "read the ends of the topics", admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static List<TopicPartition> partitions(Collection<TopicDescription> topics) {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Map<Member, Map<TopicPartition, OffsetAndMetadata>> groups(Admin admin) {
        var groups = new HashMap<Member, Map<TopicPartition, OffsetAndMetadata>>();
        for (var listed : AdminCalls.await("list the groups", admin.listGroups().all())) {
            if (listed.groupId().startsWith("sluice-") && !listed.groupId().equals(Import.MARK)) {
                var offsets = offsets(admin, listed);
                groups.put(new Member(listed.groupId(), isShareGroup(listed) ? Kind.SHARE : Kind.CONSUMER), offsets);
            }
        }
        return groups;
    }

    private static boolean isShareGroup(GroupListing group) {
        return group.type().filter(GroupType.SHARE::equals).isPresent();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin, GroupListing group) {
        var what = "read the offsets of the group " + group.groupId();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        if (isShareGroup(group)) {
            AdminCalls.await(
                            what,
                            admin.listShareGroupOffsets(Map.of(group.groupId(), new ListShareGroupOffsetsSpec()))
                                    .partitionsToOffsetInfo(group.groupId()))
                    .forEach((partition, info) -> {
                        if (info != null) {
                            offsets.put(partition, new OffsetAndMetadata(info.startOffset()));
                        }
                    });
        } else {
            AdminCalls.await(
                            what,
                            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset);
                        }
                    });
        }
        return offsets;
    }
}
