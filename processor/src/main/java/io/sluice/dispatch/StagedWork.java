package io.sluice.dispatch;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The processing of the records of a queue, in stages. Called by many threads.
public interface StagedWork {

    /// Returns the demand of a record, quickly and without exceptions, whatever the record contains.
    Demand demand(ConsumerRecord<String, byte[]> record);

    /// Returns the first stage of the work on a record.
    ///
    /// @param maybeAgain whether it may have been processed before; false only if it certainly was not
    Stage begin(ConsumerRecord<String, byte[]> record, boolean maybeAgain);

    /// Gives up a record whose job threw `fault`: publishes its dead letter and, if the command can be read,
    /// its outcome.
    ///
    /// @throws io.sluice.queue.RetryingPublisher.UnpublishedException if they may not be durable
    void giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException;

    /// Refuses a record without reading its bytes, because the process died more than once while it was in
    /// work.
    ///
    /// @throws io.sluice.queue.RetryingPublisher.UnpublishedException if that may not be durable
    void refuse(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
