package io.sluice.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Publishes through a Kafka producer, which it is handed and does not close.
public final class KafkaPublisher implements Publisher {

    private final Producer<String, byte[]> producer;

    public KafkaPublisher(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        var done = new CompletableFuture<Void>();
        var bytes = topic.serializer().serialize(topic.name(), value);
        var _ = producer.send(new ProducerRecord<>(topic.name(), key, bytes), (_, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
