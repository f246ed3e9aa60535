package io.sluice.standalone.access;

import io.sluice.kafka.Topic;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// Reads topics to the ends that they have when it is asked to, with a limit to its patience. For one thread.
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

    /// A reader that stands at the beginning of all partitions of `topics`.
    ///
    /// @param consumer without a group; stays the caller's to close
    /// @param patience longest time without any record while some are missing
    /// @throws CommandFailure when one of the topics is not there, or Kafka does not answer
    public static TopicReader of(
            Consumer<String, byte[]> consumer, Collection<? extends Topic<?>> topics, Duration patience) {
        try {
            var partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new TopicReader(consumer, patience, partitions);
        } catch (KafkaException e) {
            throw new CommandFailure("Kafka does not say which topics there are: " + e, e);
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
                        "there is no topic " + topic.name() + ": start the server once, or name its cluster");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(partition.topic(), partition.partition())));
        }
        return partitions;
    }

    /// Hands over all records that have come since the last time, those of a partition in their order;
    /// perhaps also some that come meanwhile.
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
                    throw new CommandFailure("the topics cannot be read to their ends: for " + patience.toSeconds()
                            + " s Kafka has sent no record, although some of " + missing + " are missing");
                }
                for (var polled : records) {
                    each.accept(polled);
                    progress.step();
                    lastSeen = System.nanoTime(); // what is done with a record may take its time
                }
            }
        } catch (KafkaException e) {
            throw new CommandFailure("the topics cannot be read to their ends: " + e, e);
        }
    }

    /// The partitions that have not been read to these ends.
    private List<TopicPartition> missing(Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .filter(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))
                .toList();
    }
}
