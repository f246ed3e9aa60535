package io.sluice.standalone.sweep;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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

    private final TopicReader reader;
    private final BlobSet mentioned = new BlobSet();
    private long images;

    private BlobsInUse(TopicReader reader) {
        this.reader = reader;
    }

    /// Reads all there is on the topics.
    ///
    /// @param consumer without a group; stays the caller's to close
    /// @param patience longest time without any record while some are missing
    /// @throws CommandFailure when a topic is missing or cannot be read to its end
    static BlobsInUse read(Consumer<String, byte[]> consumer, Duration patience, Progress progress) {
        var inUse = new BlobsInUse(TopicReader.of(consumer, TOPICS, patience));
        inUse.reader.read(progress, inUse::add);
        return inUse;
    }

    /// Reads what has come since.
    ///
    /// @throws CommandFailure when a topic cannot be read to its end
    void catchUp() {
        reader.read(Progress.NONE, this::add);
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
}
