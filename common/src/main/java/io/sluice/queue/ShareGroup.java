package io.sluice.queue;

import org.apache.kafka.clients.consumer.ShareConsumer;

/// The share group from which the workers of a queue receive their records. Safe for use by many threads.
public interface ShareGroup {

    /// Creates a consumer, which is a member of the group as soon as it polls. The caller closes it.
    ///
    /// @param number number of the worker
    ShareConsumer<String, byte[]> join(int number);

    /// Whether workers of other processes may be members, so that partitions move when one joins or leaves.
    boolean isShared();

    /// Whether a broker answers, so that a worker can join.
    boolean isReachable();
}
