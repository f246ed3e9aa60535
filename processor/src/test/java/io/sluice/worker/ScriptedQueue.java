package io.sluice.worker;

import static java.util.Objects.requireNonNull;

import io.sluice.dispatch.QueueSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A queue of one partition, read with Kafka's own mock.
final class ScriptedQueue implements QueueSource {

    static final TopicPartition PARTITION = new TopicPartition("sluice.uploads", 0);

    private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
    private final AtomicLong committed = new AtomicLong();
    private final Runnable beforeCommit;
    private volatile @Nullable RuntimeException pollFailure;
    private volatile @Nullable KafkaException commitFailure;
    private volatile long knownEnd;

    /// @param beforeCommit run before a commit that says more than the last one
    ScriptedQueue(Runnable beforeCommit) {
        this.beforeCommit = beforeCommit;
    }

    void add(ConsumerRecord<String, byte[]> record) {
        records.add(record);
    }

    void failPolls(@Nullable RuntimeException failure) {
        pollFailure = failure;
    }

    void failCommits(@Nullable KafkaException failure) {
        commitFailure = failure;
    }

    /// Records before `offset` may have been read by another member.
    void knownEnd(long offset) {
        knownEnd = offset;
    }

    /// The offset that was committed last.
    long committed() {
        return committed.get();
    }

    @Override
    public String topic() {
        return PARTITION.topic();
    }

    @Override
    public Consumer<String, byte[]> reader() {
        return new Reader();
    }

    @Override
    public Consumer<String, byte[]> rereader() {
        throw new IllegalStateException("all records fit into the window");
    }

    @Override
    public boolean isReachable() {
        return true;
    }

    private final class Reader extends MockConsumer<String, byte[]> {

        private int added;

        Reader() {
            super("earliest");
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            updateEndOffsets(Map.of(PARTITION, knownEnd));
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            super.subscribe(topics, listener);
            schedulePollTask(() -> rebalance(List.of(PARTITION)));
        }

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            var failure = pollFailure;
            if (failure != null) {
                throw failure;
            }
            while (!assignment().isEmpty() && added < records.size()) {
                addRecord(records.get(added++));
            }
            var polled = super.poll(timeout);
            if (polled.isEmpty()) {
                LockSupport.parkNanos(1_000_000); // the mock does not wait
            }
            return polled;
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            callback.onComplete(offsets, commit(offsets));
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            var failure = commit(offsets);
            if (failure != null) {
                throw failure;
            }
        }

        private @Nullable KafkaException commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
            var offset = requireNonNull(offsets.get(PARTITION)).offset();
            if (commitFailure == null && offset > committed.get()) {
                beforeCommit.run();
                committed.set(offset);
            }
            return commitFailure;
        }
    }
}
