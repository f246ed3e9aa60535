package io.sluice.webhook;

import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.Topics;
import io.sluice.queue.RetryPolicy;
import io.sluice.streams.topology.TopicNodes;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// The topology: outcomes and jobs in, messages stored until they are delivered, results of attempts and dead letters
/// out. All names
/// are fixed because changelog topics contain them.
final class WebhookTopology {

    static final String APPLICATION_ID = "sluice-webhooks";

    /// Organization → its account, if it has a webhook; the same in every process.
    static final String WEBHOOKS = "webhooks";

    /// Operation id → [OpenOperation].
    static final String OPEN = "open-operations";

    private static final String DELIVERY = "tell";

    private WebhookTopology() {}

    static Topology build(Deliverer deliverer, RetryPolicy retries, WebhookMetrics metrics) {
        var topology = new Topology();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(WEBHOOKS), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                Topics.ORGANIZATIONS.name(),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ORGANIZATIONS.name(),
                "keep-webhooks",
                WebhookTable::new);
        TopicNodes.addSource(topology, Topics.OUTCOMES);
        TopicNodes.addSource(topology, Topics.JOBS);
        TopicNodes.addSource(topology, Topics.WEBHOOKS);
        topology.addProcessor(
                DELIVERY,
                () -> new WebhookProcessor(deliverer, retries, metrics),
                Topics.OUTCOMES.name(),
                Topics.JOBS.name(),
                Topics.WEBHOOKS.name());
        topology.addStateStore(Deliveries.builder(), DELIVERY);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(OPEN),
                                Serdes.String(),
                                new JsonSerde<>(OpenOperation.class))
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()),
                DELIVERY);
        TopicNodes.addSink(topology, Topics.DEAD_LETTERS, DELIVERY);
        TopicNodes.addSink(topology, Topics.WEBHOOK_ATTEMPTS, DELIVERY);
        return topology;
    }
}
