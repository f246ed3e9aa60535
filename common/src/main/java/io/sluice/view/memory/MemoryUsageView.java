package io.sluice.view.memory;

import io.sluice.account.DayUsage;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.follow.FollowedRecord;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.view.UsageView;
import io.sluice.view.follow.FollowingView;
import io.sluice.view.follow.FromTheBeginning;
import io.sluice.watch.Heartbeats;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/// A view of usage that keeps all days in memory and reads them from their topic at every start.
public final class MemoryUsageView extends FollowingView implements UsageView {

    /// By key, so that the days of an organization are together and in order.
    private final ConcurrentSkipListMap<String, DayUsage> days = new ConcurrentSkipListMap<>();

    private final TopicFollower follower;

    private MemoryUsageView(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        this.follower =
                FromTheBeginning.start("usage-view", List.of(Topics.USAGE), consumers, this::accept, heartbeats);
    }

    /// Starts reading the topic.
    public static MemoryUsageView start(KafkaClients clients, Heartbeats heartbeats) {
        return start(() -> clients.follower("usage-view"), heartbeats);
    }

    static MemoryUsageView start(Supplier<Consumer<String, byte[]>> consumers, Heartbeats heartbeats) {
        return new MemoryUsageView(consumers, heartbeats);
    }

    private void accept(List<FollowedRecord> records) {
        for (var followed : records) {
            if (followed.value() instanceof DayUsage usage) {
                days.put(followed.key(), usage);
            } else {
                days.remove(followed.key());
            }
        }
    }

    @Override
    public List<DayUsage> of(Organization organization) {
        var prefix = organization.name() + '/';
        return List.copyOf(days.subMap(prefix, prefix + '~').values());
    }

    @Override
    protected TopicFollower follower() {
        return follower;
    }
}
