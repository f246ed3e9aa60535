package io.sluice.kafka;

import io.sluice.trace.TopicSpans;
import io.sluice.trace.TraceHeaders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// A publisher that uses a Kafka producer, which its owner closes. Records carry the trace of the
/// [io.sluice.trace.Scope] in which they are published.
///
/// A producer's `send` blocks for up to `max.block.ms` while the producer has no metadata of the topic or no
/// buffer space for the record. [#publish] then blocks too, unless sends run on a thread of their own.
public final class KafkaPublisher implements Publisher {

    private final Producer<String, byte[]> producer;
    private final Executor sending;

    /// Creates a publisher that sends on the calling thread.
    public KafkaPublisher(Producer<String, byte[]> producer) {
        this(producer, Runnable::run);
    }

    /// @param sending runs the sends one at a time; a send that it rejects is not published
    KafkaPublisher(Producer<String, byte[]> producer, Executor sending) {
        this.producer = producer;
        this.sending = sending;
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        return TopicSpans.publish(topic.name(), () -> send(topic, key, value));
    }

    private <V> CompletableFuture<Void> send(Topic<V> topic, String key, V value) {
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
        } catch (RuntimeException e) { // passed on to the caller that waits for the record
            done.completeExceptionally(e);
        }
    }
}
