package io.sluice.copier;

import io.sluice.copier.command.Output;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.Topics;
import io.sluice.precedence.Precedence;
import io.sluice.streams.topology.TopicNodes;
import io.sluice.view.CatalogView;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// The topology of the copier: it reads copy commands and writes tasks and deletions. All names are fixed
/// because changelog topics contain them.
///
/// Its three sources have the same number of partitions and the same key, so that one stream task has all
/// records of a job. It both writes and reads cuts, see [CopierProcessor].
final class CopierTopology {

    /// Differs from the workers' share group: a group id cannot be used for two kinds of groups.
    static final String APPLICATION_ID = "sluice-jobs";

    private static final String COPY = "copy";

    private CopierTopology() {}

    static Topology build(CatalogView view, Precedence precedence, CopierMetrics metrics) {
        var topology = new Topology();
        TopicNodes.addSource(topology, Topics.COPIES);
        TopicNodes.addSource(topology, Topics.JOB_CUTS);
        TopicNodes.addSource(topology, Topics.JOB_RESULTS);
        topology.addProcessor(
                COPY,
                () -> new CopierProcessor(view, precedence, metrics),
                Topics.COPIES.name(),
                Topics.JOB_CUTS.name(),
                Topics.JOB_RESULTS.name());
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(Jobs.STORE),
                                Serdes.String(),
                                new JsonSerde<>(JobState.class))
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()),
                COPY);
        TopicNodes.addSink(topology, Topics.COPY_TASKS, COPY);
        TopicNodes.addSink(topology, Topics.CATALOG_COMMANDS, COPY);
        TopicNodes.addSink(topology, Topics.JOBS, COPY);
        TopicNodes.addSink(topology, Topics.OUTCOMES, COPY);
        TopicNodes.addSink(topology, Topics.DEAD_LETTERS, COPY);
        topology.addSink(
                Output.PROPOSALS,
                Topics.JOB_CUTS.name(),
                Topics.JOB_CUTS.keySerde().serializer(),
                Topics.JOB_CUTS.serializer(),
                COPY);
        return topology;
    }
}
