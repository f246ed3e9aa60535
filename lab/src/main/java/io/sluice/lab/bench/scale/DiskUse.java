package io.sluice.lab.bench.scale;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;

/// What a part of a data directory is for.
enum DiskUse {
    KEPT("Kafka, kept (catalog, changelogs)"),
    PASSING("Kafka, deleted after 7 days"),
    STATE("state stores"),
    IMAGE_INDEX("index of images"),
    OTHER_INDEXES("other indexes");

    private static final Set<String> LOGS = Topics.ALL.stream()
            .filter(topic ->
                    TopicConfig.CLEANUP_POLICY_DELETE.equals(topic.config().get(TopicConfig.CLEANUP_POLICY_CONFIG)))
            .map(Topic::name)
            .collect(toUnmodifiableSet());

    private final String description;

    DiskUse(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /// Returns the bytes of a server's files. The server is stopped: it writes its state stores when it stops.
    ///
    /// @param data its data directory
    static Map<DiskUse, Long> in(Path data) throws IOException {
        var bytes = new EnumMap<DiskUse, Long>(DiskUse.class);
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                of(data.relativize(file)).ifPresent(use -> bytes.merge(use, attributes.size(), Long::sum));
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes;
    }

    /// Returns what a file of the data directory is for, or nothing for blobs and for files whose size does not
    /// depend on the images.
    static Optional<DiskUse> of(Path file) {
        if (file.getNameCount() < 3) {
            return Optional.empty();
        }
        var part = file.getName(1).toString();
        return switch (file.getName(0).toString()) {
            case "kafka" -> ofSegment(part, file.getFileName().toString());
            case "catalog" -> Optional.of(STATE);
            case "views" -> Optional.of(part.equals("images") ? IMAGE_INDEX : OTHER_INDEXES);
            default -> Optional.empty();
        };
    }

    /// Topics of Kafka itself are left out, and so are the indexes of segments, which are sparse files.
    private static Optional<DiskUse> ofSegment(String partition, String file) {
        if (partition.startsWith("__") || !file.endsWith(".log")) {
            return Optional.empty();
        }
        var dash = partition.lastIndexOf('-');
        return Optional.of(dash > 0 && LOGS.contains(partition.substring(0, dash)) ? PASSING : KEPT);
    }
}
