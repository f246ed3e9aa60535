package io.sluice.kafka;

import io.sluice.trace.TraceHeaders;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Publishes through a Kafka producer, which it is handed and does not close. Records bear the trace of the
/// [io.sluice.trace.Scope] that they are published in.
public final class KafkaPublisher implements Publisher {

    private final Producer<String, byte[]> producer;

    public KafkaPublisher(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        var done = new CompletableFuture<Void>();
        var bytes = topic.serializer().serialize(topic.name(), value);
        var record = new ProducerRecord<>(topic.name(), null, key, bytes, TraceHeaders.ofCurrent());
        var _ = producer.send(record, (_, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
