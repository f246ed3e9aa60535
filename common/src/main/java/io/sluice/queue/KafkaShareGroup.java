package io.sluice.queue;

import io.sluice.kafka.KafkaClients;
import io.sluice.watch.Reachability;
import org.apache.kafka.clients.consumer.ShareConsumer;

/// A share group of a Kafka cluster.
///
/// @param member name prefix of the members, followed by their number
record KafkaShareGroup(KafkaClients kafka, Reachability reachability, String member, String group)
        implements ShareGroup {

    /// Number of records that a worker fetches; a second one would wait while another worker is idle.
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
