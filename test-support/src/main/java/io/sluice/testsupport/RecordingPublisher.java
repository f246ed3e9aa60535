package io.sluice.testsupport;

import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A publisher that records values as they would be read from the topic.
public final class RecordingPublisher implements Publisher {

    /// A record that was published.
    ///
    /// @param trace id of the trace it was published in; empty when there was none
    public record Published(String topic, String key, Object value, String trace) {}

    private final List<Published> published = new CopyOnWriteArrayList<>();

    private final ConcurrentLinkedQueue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Optional<Exception>> plan = new ConcurrentLinkedQueue<>();

    /// Makes the next record fail.
    public void failNext(Exception failure) {
        plan.add(Optional.of(failure));
    }

    /// Makes the next call throw `bug`.
    public void breakNext(RuntimeException bug) {
        bugs.add(bug);
    }

    /// Lets the next record pass, before further planned failures.
    public void passNext() {
        plan.add(Optional.empty());
    }

    /// Whether records are planned to fail or pass that have not come yet.
    public boolean isPlanned() {
        return !plan.isEmpty();
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

    public List<Published> published() {
        return List.copyOf(published);
    }

    public List<String> topics() {
        return published.stream().map(Published::topic).toList();
    }

    /// Returns the values on `topic`, all of one type.
    public <V, T extends V> List<T> on(Topic<V> topic, Class<T> type) {
        return published.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> type.cast(record.value()))
                .toList();
    }
}
