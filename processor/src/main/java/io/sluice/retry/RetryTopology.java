package io.sluice.retry;

import io.sluice.kafka.Topics;
import io.sluice.streams.topology.TopicNodes;
import org.apache.kafka.streams.Topology;

/// The topology: retries in, due uploads out. All names are fixed because changelog topics contain them.
final class RetryTopology {

    static final String APPLICATION_ID = "sluice-retries";

    private static final String WAIT = "wait";

    private RetryTopology() {}

    static Topology build(RetryMetrics metrics) {
        var topology = new Topology();
        TopicNodes.addSource(topology, Topics.RETRIES);
        topology.addProcessor(WAIT, () -> new RetryProcessor(metrics), Topics.RETRIES.name());
        WaitingRoom.builders().forEach(store -> topology.addStateStore(store, WAIT));
        TopicNodes.addSink(topology, Topics.UPLOADS, WAIT);
        TopicNodes.addSink(topology, Topics.DEAD_LETTERS, WAIT);
        return topology;
    }
}
