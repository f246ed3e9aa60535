package io.sluice.standalone.access;

import io.sluice.kafka.Topic;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// A reader of topics up to their current ends, with a time limit. Not thread-safe.
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private final List<TopicPartition> partitions;

    private TopicReader(Consumer<String, byte[]> consumer, Duration patience, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.patience = patience;
        this.partitions = partitions;
    }

    /// Creates a reader at the beginning of all partitions of `topics`.
    ///
    /// @param consumer a consumer without a group; the caller closes it
    /// @param patience maximum time without a record while some are missing
    /// @throws CommandFailure when a topic does not exist or Kafka does not respond
    public static TopicReader of(
            Consumer<String, byte[]> consumer, Collection<? extends Topic<?>> topics, Duration patience) {
        try {
            var partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new TopicReader(consumer, patience, partitions);
        } catch (KafkaException e) {
            throw new CommandFailure("the topics cannot be listed: " + Sentence.of(e), e);
        }
    }

    private static List<TopicPartition> partitions(
            Consumer<String, byte[]> consumer, Collection<? extends Topic<?>> topics) {
        var existing = consumer.listTopics();
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : topics) {
            var found = existing.getOrDefault(topic.name(), List.of());
            if (found.isEmpty()) {
                throw new CommandFailure(
                        "topic does not exist: " + topic.name() + "; start the server once, or set its cluster");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(partition.topic(), partition.partition())));
        }
        return partitions;
    }

    /// Passes all records that have been added since the last call to `each`, in the order of each partition;
    /// possibly also records that are added meanwhile.
    ///
    /// @throws CommandFailure when the topics cannot be read to their ends
    public void read(Progress progress, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        try {
            var ends = consumer.endOffsets(partitions);
            ends.forEach((partition, end) -> progress.expect(end - consumer.position(partition)));
            var lastSeen = System.nanoTime();
            for (var missing = missing(ends); !missing.isEmpty(); missing = missing(ends)) {
                var records = consumer.poll(POLL);
                if (records.isEmpty() && System.nanoTime() - lastSeen > patience.toNanos()) {
                    throw new CommandFailure("the topics cannot be read to their ends: Kafka has sent no record for "
                            + patience.toSeconds() + " s although records are missing from " + missing);
                }
                for (var polled : records) {
                    each.accept(polled);
                    progress.step();
                    lastSeen = System.nanoTime(); // processing a record may take long
                }
            }
        } catch (KafkaException e) {
            throw new CommandFailure("the topics cannot be read to their ends: " + Sentence.of(e), e);
        }
    }

    /// Returns the partitions that have not been read to these ends.
    private List<TopicPartition> missing(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
                .toList();
    }
}
