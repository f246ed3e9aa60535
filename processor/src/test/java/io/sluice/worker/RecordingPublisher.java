package io.sluice.worker;

import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what is published, as it would be read back from the topic.
final class RecordingPublisher implements Publisher {

    /// @param trace id of the trace it was published in, empty when in none
    record Published(String topic, String key, Object value, String trace) {}

    final List<Published> published = new CopyOnWriteArrayList<>();

    private final ConcurrentLinkedQueue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Optional<Exception>> plan = new ConcurrentLinkedQueue<>();

    /// The next record will not get through.
    void failNext(Exception failure) {
        plan.add(Optional.of(failure));
    }

    /// The next record will meet a bug.
    void breakNext(RuntimeException bug) {
        bugs.add(bug);
    }

    /// The next record will get through, whatever comes then.
    void passNext() {
        plan.add(Optional.empty());
    }

    @Override
    public <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value) {
        var bug = bugs.poll();
        if (bug != null) {
            throw bug;
        }
        var planned = plan.poll();
        if (planned != null && planned.isPresent()) {
            return CompletableFuture.failedFuture(planned.get());
        }
        var bytes = topic.serializer().serialize(topic.name(), value);
        published.add(new Published(
                topic.name(),
                key,
                topic.deserializer().deserialize(topic.name(), bytes),
                Scope.trace().map(TraceContext::traceId).orElse("")));
        return CompletableFuture.completedFuture(null);
    }

    List<String> topics() {
        return published.stream().map(Published::topic).toList();
    }

    /// The values on `topic`, all of one type.
    <V, T extends V> List<T> on(Topic<V> topic, Class<T> type) {
        return published.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> type.cast(record.value()))
                .toList();
    }
}
