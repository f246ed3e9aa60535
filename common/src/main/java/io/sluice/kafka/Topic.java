package io.sluice.kafka;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/// A topic: its name, the type of its values, and its configuration. Keys are text.
///
/// @param name       full name
/// @param valueSerde JSON of the values
/// @param config     topic-level settings at its creation
public record Topic<V>(String name, Serde<V> valueSerde, Map<String, String> config) {

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
