package io.sluice.queue;

import org.apache.kafka.clients.consumer.ShareConsumer;

/// Where the workers of a queue get their records from. Safe for use by many threads.
public interface ShareGroup {

    /// A new consumer, which is a member of the group as soon as it polls. The caller closes it.
    ///
    /// @param number of the worker
    ShareConsumer<String, byte[]> join(int number);

    /// Whether workers of other processes may be members, so that partitions move when one joins or leaves.
    boolean isShared();

    /// Whether a broker answers, so that it makes sense to join.
    boolean isReachable();
}
