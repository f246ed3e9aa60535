package io.sluice.dispatch;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads parts of partitions once more, with a consumer that belongs to no group. For the reader's thread,
/// but for [#wakeup()].
final class Rereader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private @Nullable TopicPartition partition;
    private long position;

    /// @param consumer taken over, closed with this
    Rereader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Records in ascending order.
    ///
    /// @param end offset up to which all records there are have been read
    record Chunk(List<ConsumerRecord<String, byte[]>> records, long end) {}

    /// Reads some of the records of `from` that begin at `offset`. What the consumer has fetched already is
    /// used when this goes on where the last call ended.
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
