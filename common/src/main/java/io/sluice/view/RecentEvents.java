package io.sluice.view;

import io.sluice.operation.OperationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Events that were read lately. One thread writes, many read.
final class RecentEvents {

    private final Map<OperationId, Queue<OperationEvent>> byOperation = new ConcurrentHashMap<>();

    /// Of the thread that writes.
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

    /// What all of them weigh, for the thread that writes.
    int weight() {
        return weight;
    }
}
