package io.sluice.queue;

import io.sluice.command.DeadLetter;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.kafka.RecordCopies;
import io.sluice.operation.OperationId;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Makes dead letters of records that a worker has read.
public final class WorkerDeadLetters {

    private WorkerDeadLetters() {}

    /// The key under which the letter is published: the operation when the record's key tells it, else where
    /// the record was.
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
