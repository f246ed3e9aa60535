package io.sluice.kafka;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// One topic as a value: its name, what is on it and how it is kept. Keys are text.
///
/// @param name       full name
/// @param valueSerde JSON of the values
/// @param partitions count it is created with
/// @param config     topic-level settings it is created with
public record Topic<V>(String name, Serde<V> valueSerde, int partitions, Map<String, String> config) {

    public Topic {
        config = Map.copyOf(config);
    }

    public Serde<String> keySerde() {
        return Serdes.String();
    }

    public Serializer<V> serializer() {
        return valueSerde.serializer();
    }

    public Deserializer<V> deserializer() {
        return valueSerde.deserializer();
    }
}
