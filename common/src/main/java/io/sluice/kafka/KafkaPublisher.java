package io.sluice.kafka;

import io.sluice.trace.TraceHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Publishes through a Kafka producer, which it is handed and does not close. Records bear the trace of the
/// [io.sluice.trace.Scope] that they are published in.
///
/// A producer's `send` blocks for up to `max.block.ms` while the producer has no metadata of the topic or no room
/// for the record. [#publish] then blocks too, unless sends have a thread of their own.
public final class KafkaPublisher implements Publisher {

    private final Producer<String, byte[]> producer;
    private final Executor sending;

    /// Sends on the thread that publishes.
    public KafkaPublisher(Producer<String, byte[]> producer) {
        this(producer, Runnable::run);
    }

    /// @param sending runs the sends, one after the other; what it rejects is not published
    KafkaPublisher(Producer<String, byte[]> producer, Executor sending) {
        this.producer = producer;
        this.sending = sending;
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        var done = new CompletableFuture<Void>();
        var bytes = topic.serializer().serialize(topic.name(), value);
        var record = new ProducerRecord<>(topic.name(), null, key, bytes, TraceHeaders.ofCurrent());
        try {
            sending.execute(() -> send(record, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new KafkaException("too many records wait to be sent to " + topic.name(), e));
        }
        return done;
    }

    private void send(ProducerRecord<String, byte[]> record, CompletableFuture<Void> done) {
        try {
            var _ = producer.send(record, (_, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) { // whatever it is, it belongs to whoever waits for the record
            done.completeExceptionally(e);
        }
    }
}
