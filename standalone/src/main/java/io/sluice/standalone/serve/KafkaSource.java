package io.sluice.standalone.serve;

import io.sluice.kafka.KafkaConfig;
import io.sluice.standalone.broker.BrokerConfig;

/// The origin of Kafka.
public sealed interface KafkaSource {

    /// A broker in this process.
    record Embedded(BrokerConfig config) implements KafkaSource {}

    /// An existing cluster.
    record Cluster(KafkaConfig config) implements KafkaSource {}
}
