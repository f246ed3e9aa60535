package io.sluice.kafka;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// How often the topics of Sluice are kept in one cluster, those that Kafka Streams makes for itself
/// included: what only some of them survive, none survives.
///
/// @param factor copies of every partition
public record Replication(short factor) {

    public Replication {
        if (factor < 1) {
            throw new IllegalArgumentException("a partition is kept at least once, not " + factor + " times");
        }
    }

    /// What a topic with this many copies is set to.
    public Map<String, String> topicConfig() {
        // else a record acknowledged by all replicas might be on one disk only
        return factor > 2 ? Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2") : Map.of();
    }
}
