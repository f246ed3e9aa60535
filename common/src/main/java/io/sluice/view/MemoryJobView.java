package io.sluice.view;

import io.sluice.command.Job;
import io.sluice.command.OperationId;
import io.sluice.kafka.FollowedRecord;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.TopicFollower;
import io.sluice.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// All jobs in memory, read anew from their topic at every start: they are few and small.
public final class MemoryJobView implements JobView, AutoCloseable {

    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    /// Held to wait for a job that is not in `jobs` yet, and to tell that one came.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final TopicFollower follower;

    private MemoryJobView(Supplier<Consumer<String, byte[]>> consumers) {
        follower = TopicFollower.start("job-view", List.of(Topics.JOBS), consumers, new Feed(), _ -> {});
    }

    /// Begins to read the topic.
    public static MemoryJobView start(KafkaClients clients) {
        return start(() -> clients.follower("job-view"));
    }

    static MemoryJobView start(Supplier<Consumer<String, byte[]>> consumers) {
        return new MemoryJobView(consumers);
    }

    private final class Feed implements TopicFollower.Handler {
        @Override
        public Map<TopicPartition, Long> begin(Map<TopicPartition, TopicFollower.OffsetRange> available) {
            return Map.of();
        }

        @Override
        public void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions) {
            records.forEach(MemoryJobView.this::apply);
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void apply(FollowedRecord followed) {
        if (followed.value() instanceof Job job) {
            jobs.put(followed.key(), job);
        } else {
            jobs.remove(followed.key());
        }
    }

    @Override
    public Optional<Job> find(OperationId id) {
        return Optional.ofNullable(jobs.get(id.value()));
    }

    @Override
    public boolean await(OperationId id, Duration timeout) throws InterruptedException {
        var remaining = timeout.toNanos();
        lock.lock();
        try {
            while (!jobs.containsKey(id.value())) {
                if (remaining <= 0) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean caughtUp() {
        return follower.caughtUp();
    }

    /// What stopped the view from following, if something did; the process must be restarted then.
    public Optional<Throwable> failure() {
        return Optional.ofNullable(follower.failure());
    }

    @Override
    public void close() {
        follower.close();
    }
}
