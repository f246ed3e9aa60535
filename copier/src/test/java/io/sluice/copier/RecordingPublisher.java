package io.sluice.copier;

import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A publisher that records values as they would be read from the topic.
final class RecordingPublisher implements Publisher {

    record Published(String topic, String key, Object value) {}

    final List<Published> published = new CopyOnWriteArrayList<>();

    private final ConcurrentLinkedQueue<Optional<Exception>> plan = new ConcurrentLinkedQueue<>();

    /// Lets the next record fail.
    void failNext(Exception failure) {
        plan.add(Optional.of(failure));
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        var planned = plan.poll();
        if (planned != null && planned.isPresent()) {
            return CompletableFuture.failedFuture(planned.get());
        }
        var bytes = topic.serializer().serialize(topic.name(), value);
        published.add(new Published(topic.name(), key, topic.deserializer().deserialize(topic.name(), bytes)));
        return CompletableFuture.completedFuture(null);
    }

    List<String> topics() {
        return published.stream().map(Published::topic).toList();
    }

    /// Returns the values on `topic`, all of one type.
    <V, T extends V> List<T> on(Topic<V> topic, Class<T> type) {
        return published.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> type.cast(record.value()))
                .toList();
    }
}
