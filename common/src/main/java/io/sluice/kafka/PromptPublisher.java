package io.sluice.kafka;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/// A publisher that never blocks, for callers that must answer in time: one thread runs the sends of a
/// producer that blocks while Kafka is unavailable. Records that have not been handed to the producer at
/// [#close()] are not published, and their futures stay incomplete.
public final class PromptPublisher implements Publisher, AutoCloseable {

    private static final int MAX_WAITING = 10_000;

    private final ThreadPoolExecutor sending;
    private final KafkaPublisher publisher;

    private PromptPublisher(ThreadPoolExecutor sending, KafkaPublisher publisher) {
        this.sending = sending;
        this.publisher = publisher;
    }

    /// @param producer closed by the caller, after the publisher
    public static PromptPublisher start(Producer<String, byte[]> producer) {
        var sending = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("sluice-publisher").daemon().factory());
        return new PromptPublisher(sending, new KafkaPublisher(producer, sending));
    }

    /// @return fails when too many records wait to be sent
    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        return publisher.publish(topic, key, value);
    }

    @Override
    public void close() {
        sending.shutdownNow();
    }
}
