package io.sluice.standalone.serve;

import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.broker.BrokerConfig;

/// Where Kafka comes from.
public sealed interface KafkaSource {

    /// From this very process.
    record Embedded(BrokerConfig config) implements KafkaSource {}

    /// From a cluster that runs already.
    record Cluster(KafkaConfig config) implements KafkaSource {}
}
