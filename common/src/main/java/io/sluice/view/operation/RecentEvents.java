package io.sluice.view.operation;

import io.sluice.operation.OperationId;
import io.sluice.view.lucene.LiveIndex;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The recently read events. One thread writes, many read.
final class RecentEvents {

    private final Map<OperationId, Queue<OperationEvent>> byOperation = new ConcurrentHashMap<>();

    /// Confined to the writing thread.
    private int weight;

    /// @param bytes length of the event's document
    void add(OperationEvent event, int bytes) {
        byOperation
                .computeIfAbsent(event.operation(), _ -> new ConcurrentLinkedQueue<>())
                .add(event);
        weight += LiveIndex.weight(bytes);
    }

    Collection<OperationEvent> of(OperationId operation) {
        var events = byOperation.get(operation);
        return events == null ? List.of() : events;
    }

    /// Returns the weight of all events, for the writing thread.
    int weight() {
        return weight;
    }
}
