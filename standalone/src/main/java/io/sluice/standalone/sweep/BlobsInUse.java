package io.sluice.standalone.sweep;

import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.standalone.access.TopicReader;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The blobs referenced by records: by live and deleted images, and by commands in progress or that may be
/// retried.
///
/// A record that has been replaced counts until Kafka has compacted or deleted it: its blob is found by a
/// later sweep. Not thread-safe.
final class BlobsInUse {

    /// Topics of images, and of commands that may still create images.
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

    /// Reads the topics to their ends.
    ///
    /// @param consumer a consumer without a group; the caller closes it
    /// @param patience maximum time without a record while some are missing
    /// @throws CommandFailure when a topic does not exist or cannot be read to its end
    static BlobsInUse read(Consumer<String, byte[]> consumer, Duration patience, Progress progress) {
        var inUse = new BlobsInUse(TopicReader.of(consumer, TOPICS, patience));
        inUse.reader.read(progress, inUse::add);
        return inUse;
    }

    /// Reads the records that have been added since.
    ///
    /// @throws CommandFailure when a topic cannot be read to its end
    void catchUp() {
        reader.read(Progress.NONE, this::add);
    }

    private void add(ConsumerRecord<String, byte[]> polled) {
        if (polled.value() != null) {
            images += polled.topic().equals(Topics.SOURCE_IMAGES.name()) ? 1 : 0;
            BlobReferences.find(polled.topic(), polled.value(), mentioned::add);
        }
    }

    boolean contains(String key) {
        return mentioned.contains(key);
    }

    /// Returns whether no image was read.
    boolean hasNoImages() {
        return images == 0;
    }
}
