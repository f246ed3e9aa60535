package io.sluice.streams.topology;

import io.sluice.command.Rejection;
import io.sluice.kafka.Topic;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// The result of parsing the value of a record. Topologies read bytes and parse them here, rather than in a
/// deserializer, so that a malformed record becomes a dead letter with all its bytes.
public sealed interface Reading<V> {

    record Parsed<V>(V value) implements Reading<V> {}

    record Malformed<V>(Rejection.MalformedCommand reason) implements Reading<V> {}

    /// @param maxBytes length of the longest value that is parsed
    static <V> Reading<V> of(Topic<V> topic, byte @Nullable [] value, int maxBytes) {
        if (value == null || value.length > maxBytes) {
            return new Malformed<>(DeadLetters.malformed("a value on " + topic.name() + " has 1 to " + maxBytes
                    + " bytes, but this has " + (value == null ? "none" : value.length)));
        }
        try {
            return new Parsed<>(topic.deserializer().deserialize(topic.name(), value));
        } catch (SerializationException e) {
            return new Malformed<>(DeadLetters.malformed(e.getMessage()));
        }
    }
}
