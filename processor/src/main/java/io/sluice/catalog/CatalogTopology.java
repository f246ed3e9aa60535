package io.sluice.catalog;

import io.sluice.image.CatalogKey;
import io.sluice.kafka.Topics;
import io.sluice.streams.topology.TopicNodes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/// The topology: one source, one processor with the whole state, a sink per topic. All names are fixed
/// because changelog topics contain them.
final class CatalogTopology {

    static final String APPLICATION_ID = "sluice-catalog";

    /// The sink of commands from the catalog to itself.
    static final String OWN_COMMANDS = "own-commands";

    private static final String DECIDE = "decide";

    private CatalogTopology() {}

    /// @param log       id of the topic of the commands
    /// @param retention how long deleted images can be restored
    static Topology build(String log, Duration retention, CatalogMetrics metrics) {
        var topology = new Topology();
        TopicNodes.addSource(topology, Topics.CATALOG_COMMANDS);
        topology.addProcessor(
                DECIDE, () -> new CatalogProcessor(log, retention, metrics), Topics.CATALOG_COMMANDS.name());
        CatalogStores.builders().forEach(store -> topology.addStateStore(store, DECIDE));
        topology.addSink(
                Topics.SOURCE_IMAGES.name(),
                Topics.SOURCE_IMAGES.name(),
                Topics.SOURCE_IMAGES.keySerde().serializer(),
                Topics.SOURCE_IMAGES.serializer(),
                CatalogTopology::withItsOrganization,
                DECIDE);
        TopicNodes.addSink(topology, Topics.ORGANIZATIONS, DECIDE);
        TopicNodes.addSink(topology, Topics.USAGE, DECIDE);
        TopicNodes.addSink(topology, Topics.USERS, DECIDE);
        TopicNodes.addSink(topology, Topics.BLOB_PURGES, DECIDE);
        TopicNodes.addSink(topology, Topics.DEAD_LETTERS, DECIDE);
        TopicNodes.addSink(topology, Topics.OUTCOMES, DECIDE);
        TopicNodes.addSink(topology, Topics.JOB_RESULTS, DECIDE);
        topology.addSink(
                OWN_COMMANDS,
                Topics.CATALOG_COMMANDS.name(),
                Topics.CATALOG_COMMANDS.keySerde().serializer(),
                Topics.CATALOG_COMMANDS.serializer(),
                DECIDE);
        return topology;
    }

    /// Returns the partition of an image's organization: all images of an organization are in one partition,
    /// so that its revisions arrive in order. It depends on the key alone, because a tombstone has nothing
    /// else.
    static Optional<Set<Integer>> withItsOrganization(
            String topic, String imageKey, @Nullable Object image, int partitions) {
        return Optional.of(Set.of(Topics.partitionOf(CatalogKey.organizationOf(imageKey), partitions)));
    }
}
