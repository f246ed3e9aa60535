package io.sluice.dispatch;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A reader of parts of partitions that were read before, with a consumer without a group. Confined to the
/// reader's thread, except for [#wakeup()].
final class Rereader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private @Nullable TopicPartition partition;
    private long position;

    /// @param consumer owned and closed by this object
    Rereader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Records in ascending order.
    ///
    /// @param end offset up to which all existing records were read
    record Chunk(List<ConsumerRecord<String, byte[]>> records, long end) {}

    /// Reads some records of `from`, beginning at `offset`. If the last call ended there, records that the
    /// consumer has fetched already are used.
    Chunk read(TopicPartition from, long offset) {
        if (!from.equals(partition)) {
            consumer.assign(List.of(from));
            partition = from;
            position = -1;
        }
        if (offset != position) {
            consumer.seek(from, offset);
        }
        var records = consumer.poll(POLL).records(from);
        position = consumer.position(from, CALL);
        return new Chunk(records, position);
    }

    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
