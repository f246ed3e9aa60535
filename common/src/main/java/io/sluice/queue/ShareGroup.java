package io.sluice.queue;

import org.apache.kafka.clients.consumer.ShareConsumer;

/// Where the workers of a queue get their records from. Safe for use by many threads.
public interface ShareGroup {

    /// A new consumer, which is a member of the group as soon as it polls. The caller closes it.
    ///
    /// @param number of the worker
    ShareConsumer<String, byte[]> join(int number);

    /// Waits until a broker answers or `stop` is given.
    void awaitBroker(StopSignal stop) throws InterruptedException;
}
