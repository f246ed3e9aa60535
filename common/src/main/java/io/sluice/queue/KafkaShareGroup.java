package io.sluice.queue;

import io.sluice.kafka.KafkaClients;
import io.sluice.watch.Reachability;
import org.apache.kafka.clients.consumer.ShareConsumer;

/// A share group of a Kafka cluster.
///
/// @param member name of the members, before their number
record KafkaShareGroup(KafkaClients kafka, Reachability reachability, String member, String group)
        implements ShareGroup {

    /// How many records a worker takes at once: a second one would wait while another worker is idle.
    private static final int RECORDS_A_POLL = 1;

    @Override
    public ShareConsumer<String, byte[]> join(int number) {
        return kafka.shareGroupMember(member + '-' + number, group, RECORDS_A_POLL);
    }

    @Override
    public boolean isShared() {
        return !kafka.config().embedded();
    }

    @Override
    public boolean isReachable() {
        return reachability.awaySince().isEmpty();
    }
}
