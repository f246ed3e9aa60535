package io.sluice.queue;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What is done with the records of a queue. Called by many threads, each with records of its own.
public interface Work {

    /// Works on a record. When this returns, all that must not be lost is durable; when it is interrupted, the record
    /// is not acknowledged and is delivered again. Any other unchecked exception is a bug, which would be met
    /// again: the record is passed to [#giveUp].
    ///
    /// @throws RetryingPublisher.UnpublishedException if the result may not be durable: the work is done again
    Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException;

    /// Gives up a record because working on it threw `fault`: publishes its dead letter and, where the command can be
    /// read, its outcome.
    ///
    /// @throws RetryingPublisher.UnpublishedException if they may not be durable: the work is done again
    Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException;

    /// A record was worked on.
    ///
    /// @param acknowledgement how to acknowledge it; a renewed record is worked on again, by the same worker
    /// @param afterwards      run only once the broker has taken the acknowledgement, so that the record
    ///                        cannot come back; not at all when the process dies in between
    record Done(AcknowledgeType acknowledgement, @Nullable Afterwards afterwards) {

        public Done(AcknowledgeType acknowledgement) {
            this(acknowledgement, null);
        }
    }

    /// The end of a work that a lost acknowledgement would make wrong.
    @FunctionalInterface
    interface Afterwards {

        /// @throws RetryingPublisher.UnpublishedException when it could not be done; nobody tries it again
        void run() throws InterruptedException;
    }
}
