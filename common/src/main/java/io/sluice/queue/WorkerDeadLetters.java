package io.sluice.queue;

import io.sluice.command.DeadLetter;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.kafka.RecordCopies;
import io.sluice.operation.OperationId;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A factory of dead letters for records that a worker has read.
public final class WorkerDeadLetters {

    private WorkerDeadLetters() {}

    /// Returns the key of the letter: the operation id when it is the key of the record, otherwise the
    /// record's position.
    public static String key(ConsumerRecord<String, byte[]> record) {
        return record.key() != null && OperationId.isValid(record.key())
                ? record.key()
                : record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    public static DeadLetter of(ConsumerRecord<String, byte[]> record, Rejection reason, int attempts, Instant now) {
        var copy = RecordCopies.of(record.key(), record.value(), record.headers());
        return new DeadLetter(
                new RecordPosition(record.topic(), record.partition(), record.offset()),
                copy,
                reason,
                attempts,
                Instant.ofEpochMilli(record.timestamp()),
                now);
    }
}
