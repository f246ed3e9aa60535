package io.sluice.kafka.follow;

import io.sluice.kafka.ConsumerConnection;
import io.sluice.kafka.follow.TopicFollower.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer of a [TopicFollower], from its creation to its first failure. No call to the brokers takes
/// longer than `patience`. Only the follower's thread may use it, except for [#wakeup()].
final class FollowerSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowerSession.class);
    /// A follower has no group to leave and no offset to commit; any other value would wait for the fetch in
    /// progress.
    private static final Duration CLOSE = Duration.ZERO;

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private final ConsumerConnection contact;
    private Map<TopicPartition, OffsetRange> available = Map.of();
    private boolean caughtUp;

    /// @param consumer owned and closed by the session
    FollowerSession(Consumer<String, byte[]> consumer, Duration patience) {
        this.consumer = consumer;
        this.patience = patience;
        this.contact = new ConsumerConnection(consumer::metrics);
    }

    /// Assigns all partitions of `topics`.
    ///
    /// @return the range of offsets of each partition
    Map<TopicPartition, OffsetRange> assign(Collection<String> topics) {
        var partitions = new ArrayList<TopicPartition>();
        topics.forEach(topic -> partitions.addAll(partitions(topic)));
        consumer.assign(partitions);
        var first = consumer.beginningOffsets(partitions, patience);
        var end = consumer.endOffsets(partitions, patience);
        var offsets = new HashMap<TopicPartition, OffsetRange>();
        partitions.forEach(partition -> offsets.put(
                partition, new OffsetRange(first.getOrDefault(partition, 0L), end.getOrDefault(partition, 0L))));
        available = Map.copyOf(offsets);
        return available;
    }

    private List<TopicPartition> partitions(String topic) {
        var infos = consumer.partitionsFor(topic, patience);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException("topic " + topic + " has no partitions");
        }
        return infos.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    void seek(Map<TopicPartition, Long> begin) {
        begin.forEach(consumer::seek);
    }

    ConsumerRecords<String, byte[]> poll(Duration timeout) {
        var records = consumer.poll(timeout);
        contact.polled(records.count());
        return records;
    }

    /// Returns for each partition the offset of the record that follows the polled ones.
    Map<TopicPartition, Long> positions() {
        var positions = new HashMap<TopicPartition, Long>();
        available.keySet().forEach(partition -> positions.put(partition, consumer.position(partition, patience)));
        return positions;
    }

    /// Records that everything before `positions` has been handed over.
    void handedOver(Map<TopicPartition, Long> positions) {
        caughtUp = caughtUp
                || available.entrySet().stream()
                        .allMatch(offsets -> positions.getOrDefault(offsets.getKey(), 0L)
                                >= offsets.getValue().end());
    }

    /// Whether everything that was on the topics at the start of this session has been handed over, and a
    /// broker answers.
    boolean isCaughtUp() {
        return caughtUp && !contact.isSilent();
    }

    /// Whether the brokers have stopped answering without reporting a failure.
    boolean isSilent() {
        return contact.isSilent();
    }

    /// Returns the time of the last answer of a broker, of [System#nanoTime()].
    long answered() {
        return contact.answered();
    }

    /// Returns the number of records that have not been polled yet; empty while it is unknown.
    OptionalLong lag() {
        var lag = 0L;
        for (var partition : available.keySet()) {
            var one = consumer.currentLag(partition);
            if (one.isEmpty()) {
                return OptionalLong.empty();
            }
            lag += Math.max(0, one.getAsLong());
        }
        return OptionalLong.of(lag);
    }

    /// Makes the current or next poll throw. Callable from any thread.
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("consumer close failed");
        }
    }
}
