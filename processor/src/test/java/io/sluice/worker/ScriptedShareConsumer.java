package io.sluice.worker;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// Kafka's own mock, which keeps neither acknowledgements nor calls back by itself.
final class ScriptedShareConsumer extends MockShareConsumer<String, byte[]> {

    static final TopicIdPartition PARTITION =
            new TopicIdPartition(Uuid.ONE_UUID, new TopicPartition("sluice.uploads", 0));

    final List<AcknowledgeType> acknowledged = new CopyOnWriteArrayList<>();

    private final Runnable beforeAcknowledging;
    private volatile @Nullable AcknowledgementCommitCallback callback;
    private volatile @Nullable RuntimeException pollFailure;
    private volatile Optional<KafkaException> commitResult = Optional.empty();

    ScriptedShareConsumer(Runnable beforeAcknowledging) {
        this.beforeAcknowledging = beforeAcknowledging;
    }

    void failPolls(@Nullable RuntimeException failure) {
        pollFailure = failure;
    }

    void failCommits(KafkaException failure) {
        commitResult = Optional.of(failure);
    }

    void callBack(Set<Long> offsets, @Nullable Exception failure) {
        requireNonNull(callback).onComplete(Map.of(PARTITION, offsets), failure);
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        var failure = pollFailure;
        if (failure != null) {
            throw failure;
        }
        var records = super.poll(timeout);
        if (records.isEmpty()) {
            LockSupport.parkNanos(1_000_000); // the mock does not wait
        }
        return records;
    }

    @Override
    public void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
        beforeAcknowledging.run();
        acknowledged.add(type);
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
        return Map.of(PARTITION, commitResult);
    }

    /// A worker may join with it once more.
    @Override
    public void close(Duration timeout) {}

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
        this.callback = callback;
    }
}
