package io.sluice.queue;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is done with the records of a queue. Called by many threads, each with records of its own.
@FunctionalInterface
public interface Work {

    /// Works on a record. When this returns, all that must not be lost is durable; when it throws, the record is not
    /// acknowledged and comes back.
    ///
    /// @return how to acknowledge the record
    /// @throws PatientPublisher.UnpublishedException when what became of it cannot be told: it is done again
    AcknowledgeType on(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
