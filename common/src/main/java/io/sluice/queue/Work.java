package io.sluice.queue;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The processing of the records of a queue. Called by many threads, each with its own records.
public interface Work {

    /// Processes a record. When this returns, all results that must not be lost are durable; when it is
    /// interrupted, the record is not acknowledged and is delivered again. Any other unchecked exception is a
    /// bug that would occur again: the record is passed to [#giveUp].
    ///
    /// @throws RetryingPublisher.UnpublishedException if the result may not be durable: the record is
    ///                                                processed again
    Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException;

    /// Gives up a record whose processing threw `fault`: publishes its dead letter and, if the command can be
    /// read, its outcome.
    ///
    /// @throws RetryingPublisher.UnpublishedException if they may not be durable: the record is processed
    ///                                                again
    Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException;

    /// The result of processing a record.
    ///
    /// @param acknowledgement how to acknowledge the record; a renewed record is processed again by the same
    ///                        worker
    /// @param afterwards      runs only once the broker has accepted the acknowledgement, so that the record
    ///                        cannot be delivered again; does not run when the process crashes before
    record Done(AcknowledgeType acknowledgement, @Nullable Afterwards afterwards) {

        public Done(AcknowledgeType acknowledgement) {
            this(acknowledgement, null);
        }
    }

    /// A last step that must not run if the record may be delivered again.
    @FunctionalInterface
    interface Afterwards {

        /// @throws RetryingPublisher.UnpublishedException when it failed; it is not retried
        void run() throws InterruptedException;
    }
}
