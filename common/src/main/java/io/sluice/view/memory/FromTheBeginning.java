package io.sluice.view.memory;

import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/// A handler that reads its topics from their first records at each start.
///
/// @param receiver accepts the next records, possibly none, several times a second
record FromTheBeginning(Consumer<List<FollowedRecord>> receiver) implements TopicFollower.Handler {

    @Override
    public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
        return Map.of();
    }

    @Override
    public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
        receiver.accept(records);
    }
}
