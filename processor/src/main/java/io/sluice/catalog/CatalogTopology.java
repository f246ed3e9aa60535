package io.sluice.catalog;

import io.sluice.image.Organization;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/// The topology: one source, one processor with the whole state, a sink per topic. All names are fixed, for the
/// changelogs bear them.
final class CatalogTopology {

    static final String APPLICATION_ID = "sluice-catalog";

    private static final String DECIDE = "decide";

    private CatalogTopology() {}

    /// @param log id of the topic the commands come from
    static Topology build(String log, CatalogMetrics metrics) {
        var topology = new Topology();
        var commands = Topics.CATALOG_COMMANDS.name();
        topology.addSource(
                AutoOffsetReset.earliest(),
                commands,
                // a producer may leave the timestamp out; Streams would stop at a negative one
                (record, _) -> Math.max(0, record.timestamp()),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                commands);
        topology.addProcessor(DECIDE, () -> new CatalogProcessor(log, metrics), commands);
        CatalogStores.builders().forEach(store -> topology.addStateStore(store, DECIDE));
        topology.addSink(
                Topics.SOURCE_IMAGES.name(),
                Topics.SOURCE_IMAGES.name(),
                Topics.SOURCE_IMAGES.keySerde().serializer(),
                Topics.SOURCE_IMAGES.serializer(),
                CatalogTopology::withItsOrganization,
                DECIDE);
        addSink(topology, Topics.ORGANIZATIONS);
        addSink(topology, Topics.USERS);
        addSink(topology, Topics.BLOB_PURGES);
        addSink(topology, Topics.DEAD_LETTERS);
        addSink(topology, Topics.OUTCOMES);
        return topology;
    }

    private static void addSink(Topology topology, Topic<?> topic) {
        topology.addSink(topic.name(), topic.name(), topic.keySerde().serializer(), topic.serializer(), DECIDE);
    }

    /// All images of an organization go to one partition, so that its revisions arrive in order. The key alone decides:
    /// a tombstone has nothing else.
    static Optional<Set<Integer>> withItsOrganization(String topic, String imageKey, Object image, int partitions) {
        var organization = new Organization(imageKey.substring(0, imageKey.indexOf('/')));
        return Optional.of(Set.of(Topics.partitionOf(organization, partitions)));
    }
}
