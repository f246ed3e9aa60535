package io.sluice.streams.topology;

import io.sluice.kafka.Topic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/// Sources and sinks of a topology, each named like its topic.
public final class TopicNodes {

    private TopicNodes() {}

    /// Adds a source of unparsed values, see [Reading].
    public static void addSource(Topology topology, Topic<?> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                topic.name(),
                // a producer may omit the timestamp; a negative one would stop Streams
                (record, _) -> Math.max(0, record.timestamp()),
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    /// Adds a sink that partitions by key, as any producer does.
    public static void addSink(Topology topology, Topic<?> topic, String parent) {
        topology.addSink(topic.name(), topic.name(), topic.keySerde().serializer(), topic.serializer(), parent);
    }
}
