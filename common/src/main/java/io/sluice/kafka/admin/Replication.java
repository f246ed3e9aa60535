package io.sluice.kafka.admin;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// The replication of all topics of Sluice in one cluster, including the internal topics of Kafka Streams: a
/// failure that destroys some of the topics makes the rest useless.
///
/// @param factor copies of every partition
public record Replication(short factor) {

    public Replication {
        if (factor < 1) {
            throw new IllegalArgumentException("the replication factor must be at least 1, not " + factor);
        }
    }

    /// Returns the topic configuration for this number of copies.
    public Map<String, String> topicConfig() {
        // otherwise a record acknowledged by all replicas might be on one disk only
        return factor > 2 ? Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2") : Map.of();
    }
}
