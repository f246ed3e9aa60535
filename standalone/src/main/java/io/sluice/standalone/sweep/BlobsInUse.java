package io.sluice.standalone.sweep;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// The blobs that records mention: images, live and deleted, and commands that are under way or may be tried again.
///
/// A record that was replaced since still counts until Kafka has compacted or dropped it: such a blob is found
/// by a later sweep. For one thread.
final class BlobsInUse {

    /// Where images, and commands that may still become images, are.
    static final List<Topic<?>> TOPICS = List.of(
            Topics.SOURCE_IMAGES,
            Topics.UPLOADS,
            Topics.RETRIES,
            Topics.DEAD_LETTERS,
            Topics.CATALOG_COMMANDS,
            Topics.COPY_TASKS);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private final List<TopicPartition> partitions;
    private final BlobSet mentioned = new BlobSet();
    private long images;

    private BlobsInUse(Consumer<String, byte[]> consumer, Duration patience, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.patience = patience;
        this.partitions = partitions;
    }

    /// Reads all there is on the topics.
    ///
    /// @param consumer without a group; stays the caller's to close
    /// @param patience longest time without any record while some are missing
    /// @throws CommandFailure when a topic cannot be read to its end
    static BlobsInUse read(Consumer<String, byte[]> consumer, Duration patience, Progress progress) {
        try {
            var inUse = new BlobsInUse(consumer, patience, partitions(consumer));
            consumer.assign(inUse.partitions);
            consumer.seekToBeginning(inUse.partitions);
            inUse.readTo(consumer.endOffsets(inUse.partitions), progress);
            return inUse;
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        var existing = consumer.listTopics();
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : TOPICS) {
            var found = existing.getOrDefault(topic.name(), List.of());
            if (found.isEmpty()) {
                throw new CommandFailure("there is no topic " + topic.name()
                        + ", so nobody knows which blobs are in use: start the server once, or name its cluster");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(partition.topic(), partition.partition())));
        }
        return partitions;
    }

    /// Reads what has come since.
    ///
    /// @throws CommandFailure when a topic cannot be read to its end
    void catchUp() {
        try {
            readTo(consumer.endOffsets(partitions), Progress.NONE);
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    private void readTo(Map<TopicPartition, Long> ends, Progress progress) {
        ends.forEach((partition, end) -> progress.expect(end - consumer.position(partition)));
        var lastSeen = System.nanoTime();
        while (!isAt(ends)) {
            var records = consumer.poll(POLL);
            var now = System.nanoTime();
            if (!records.isEmpty()) {
                lastSeen = now;
            } else if (now - lastSeen > patience.toNanos()) {
                throw unreadable(new KafkaException("no records for " + patience.toSeconds() + " s"));
            }
            for (var polled : records) {
                add(polled);
                progress.step();
            }
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void add(ConsumerRecord<String, byte[]> polled) {
        if (polled.value() != null) {
            images += polled.topic().equals(Topics.SOURCE_IMAGES.name()) ? 1 : 0;
            Mentions.find(polled.topic(), polled.value(), mentioned::add);
        }
    }

    boolean contains(String key) {
        return mentioned.contains(key);
    }

    /// Whether no image was read at all.
    boolean hasNoImages() {
        return images == 0;
    }

    private static CommandFailure unreadable(KafkaException cause) {
        return new CommandFailure(
                "the topics cannot be read to their ends, so nobody knows which blobs are in use: " + cause, cause);
    }
}
