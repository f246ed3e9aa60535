package io.sluice.dispatch;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is done with the records of a queue, in stages. Called by many threads.
public interface StagedWork {

    /// Looks at a record quickly. Whatever the record contains, this does not throw.
    Demand demand(ConsumerRecord<String, byte[]> record);

    /// The first stage of the work on a record.
    ///
    /// @param maybeAgain whether it may have been worked on before; certain is only that others have not
    Stage begin(ConsumerRecord<String, byte[]> record, boolean maybeAgain);

    /// Gives up a record because working on it threw `fault`: publishes its dead letter and, where the
    /// command can be read, its outcome.
    ///
    /// @throws io.sluice.queue.RetryingPublisher.UnpublishedException if they may not be durable
    void giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException;

    /// Refuses a record because the process died more than once while it was in work, without looking at its
    /// bytes.
    ///
    /// @throws io.sluice.queue.RetryingPublisher.UnpublishedException if that may not be durable
    void refuse(ConsumerRecord<String, byte[]> record) throws InterruptedException;
}
