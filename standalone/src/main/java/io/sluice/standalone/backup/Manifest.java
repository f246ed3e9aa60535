package io.sluice.standalone.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The content of a backup, as JSON in its object `manifest.json`.
///
/// @param format    version of the format of backups
/// @param taken     when its offsets were read: everything acknowledged before is in it
/// @param topics    all topics of Sluice, changelogs too
/// @param groups    how far the groups have read these topics
/// @param blobLists lists of the blobs in the store of the backup, those of earlier backups too
/// @param files     files of the data directory by their names
record Manifest(
        int format,
        Instant taken,
        List<TopicCopy> topics,
        List<Group> groups,
        List<Sum> blobLists,
        Map<String, Sum> files) {

    /// The version that this release writes and reads. A release that changes the format reads the version
    /// before too.
    static final int FORMAT = 1;

    Manifest {
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
        blobLists = List.copyOf(blobLists);
        files = Map.copyOf(files);
    }

    /// An object of the backup.
    ///
    /// @param key    its key in the store
    /// @param sha256 SHA-256 of its bytes
    record Sum(String key, String sha256) {}

    /// A copy of a topic.
    ///
    /// @param id     id of the original topic
    /// @param config settings of the topic that differ from the broker's, without those about replicas
    record TopicCopy(String name, String id, Map<String, String> config, List<PartitionCopy> partitions) {
        TopicCopy {
            config = Map.copyOf(config);
            partitions = List.copyOf(partitions);
        }
    }

    /// A copy of a partition. Restored records have the offsets from 0 without gaps, whatever was compacted or
    /// deleted before.
    ///
    /// @param end     end of the original partition
    /// @param records number of copied records
    /// @param file    the records; null if there are none
    record PartitionCopy(
            int number, long end, long records, @Nullable Sum file) {}

    /// A group and its positions.
    record Group(String name, Kind kind, List<Position> positions) {
        Group {
            positions = List.copyOf(positions);
        }
    }

    /// The kinds of groups. Of a share group only the start of each partition is kept: what it has done behind
    /// it is done again, which changes nothing.
    enum Kind {
        CONSUMER,
        SHARE
    }

    /// The next record of a group in a partition.
    ///
    /// @param offset   offset among the restored records
    /// @param metadata metadata of the commit
    record Position(String topic, int partition, long offset, String metadata) {}

    /// Returns the number of all records.
    long records() {
        return topics.stream()
                .flatMap(topic -> topic.partitions().stream())
                .mapToLong(PartitionCopy::records)
                .sum();
    }

    /// Returns the objects with records of the topic `name`.
    List<Sum> filesOf(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .flatMap(topic -> topic.partitions().stream())
                .flatMap(partition -> Stream.ofNullable(partition.file()))
                .toList();
    }
}
