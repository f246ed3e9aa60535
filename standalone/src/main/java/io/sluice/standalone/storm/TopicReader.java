package io.sluice.standalone.storm;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.standalone.console.CommandFailure;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/// Reads all that is on a topic now.
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TopicReader() {}

    /// Tells every record with its key, those of a partition in their order; tombstones are left out.
    ///
    /// @throws CommandFailure when the topic cannot be read to its end
    static <V> void read(KafkaClients kafka, Topic<V> topic, BiConsumer<String, V> each) {
        try (var consumer = kafka.follower("storm");
                var deserializer = topic.deserializer()) {
            var partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(number -> new TopicPartition(topic.name(), number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var began = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new CommandFailure("the topic " + topic.name() + " cannot be read to its end");
                }
                for (var found : consumer.poll(POLL)) {
                    if (found.value() != null) {
                        each.accept(found.key(), deserializer.deserialize(topic.name(), found.value()));
                    }
                }
            }
        }
    }
}
