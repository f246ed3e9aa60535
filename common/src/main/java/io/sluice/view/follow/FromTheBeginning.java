package io.sluice.view.follow;

import io.sluice.kafka.Topic;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.watch.Heartbeats;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/// A handler that reads its topics from their first records at each start.
public final class FromTheBeginning implements TopicFollower.Handler {

    private final Consumer<List<FollowedRecord>> receiver;

    private FromTheBeginning(Consumer<List<FollowedRecord>> receiver) {
        this.receiver = receiver;
    }

    /// Starts following the topics from their first records.
    ///
    /// @param name     name of the thread and of its heartbeat
    /// @param receiver accepts the next records, possibly none, several times a second
    public static TopicFollower start(
            String name,
            Collection<Topic<?>> topics,
            Supplier<org.apache.kafka.clients.consumer.Consumer<String, byte[]>> consumers,
            Consumer<List<FollowedRecord>> receiver,
            Heartbeats heartbeats) {
        return TopicFollower.start(name, topics, consumers, new FromTheBeginning(receiver), _ -> {}, heartbeats);
    }

    @Override
    public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
        return Map.of();
    }

    @Override
    public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
        receiver.accept(records);
    }
}
