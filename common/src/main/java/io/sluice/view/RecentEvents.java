package io.sluice.view;

import io.sluice.command.OperationId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Events that were read lately. One thread writes, many read.
final class RecentEvents {

    private final Map<OperationId, Queue<OperationEvent>> byOperation = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    void add(OperationEvent event) {
        byOperation
                .computeIfAbsent(event.operation(), _ -> new ConcurrentLinkedQueue<>())
                .add(event);
        size.incrementAndGet();
    }

    Collection<OperationEvent> of(OperationId operation) {
        var events = byOperation.get(operation);
        return events == null ? List.of() : events;
    }

    int size() {
        return size.get();
    }
}
