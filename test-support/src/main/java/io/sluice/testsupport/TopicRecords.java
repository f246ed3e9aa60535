package io.sluice.testsupport;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The records that a topic has now, in the order of each partition.
public final class TopicRecords {

    private TopicRecords() {}

    /// Returns the values of all records.
    public static <V> List<V> values(KafkaClients kafka, Topic<V> topic) {
        try (var deserializer = topic.deserializer()) {
            return of(kafka, topic.name()).stream()
                    .map(found -> deserializer.deserialize(found.topic(), found.value()))
                    .toList();
        }
    }

    /// Returns all records.
    public static List<ConsumerRecord<String, byte[]>> of(KafkaClients kafka, String topic) {
        try (var consumer = kafka.follower("test")) {
            return of(consumer, topic);
        }
    }

    /// Returns all records, read with a consumer without a group, which the caller closes.
    public static <K> List<ConsumerRecord<K, byte[]>> of(Consumer<K, byte[]> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        var records = new ArrayList<ConsumerRecord<K, byte[]>>();
        while (partitions.stream().anyMatch(it -> consumer.position(it) < requireNonNull(ends.get(it)))) {
            consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
        return records;
    }
}
