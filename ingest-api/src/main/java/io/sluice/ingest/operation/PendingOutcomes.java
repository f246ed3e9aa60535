package io.sluice.ingest.operation;

import io.sluice.command.Outcome;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/// The requests of this node that wait for outcomes; the follower of `sluice.outcomes` passes every outcome
/// to it. Safe for use by many threads.
///
/// A request that joins an operation late reads existing outcomes from the view. The view may show an outcome
/// a moment later than this object receives it, so the last ones are kept here: none is lost between the two.
public final class PendingOutcomes implements Consumer<Outcome> {

    /// Maximum number of waiting requests.
    public static final int MAX_WAITING = 10_000;

    private static final int MAX_LATEST = 512;

    private final ConcurrentHashMap<OperationId, Set<Waiting>> waiting = new ConcurrentHashMap<>();
    private final Semaphore slots;

    /// The last outcomes by operation and part; guarded by itself.
    private final Map<CommandId, Outcome> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CommandId, Outcome> eldest) {
            return size() > MAX_LATEST;
        }
    };

    public PendingOutcomes() {
        this(MAX_WAITING);
    }

    PendingOutcomes(int maxWaiting) {
        slots = new Semaphore(maxWaiting);
    }

    @Override
    public void accept(Outcome outcome) {
        // stored before waiting requests are notified; a request starts waiting before it reads the stored outcomes
        synchronized (latest) {
            latest.putIfAbsent(outcome.id(), outcome);
        }
        var interested = waiting.get(outcome.operation());
        if (interested != null) {
            interested.forEach(request -> request.accept(outcome));
        }
    }

    /// Starts waiting for the outcomes of all `parts` of `operation`. When too many requests wait already, the
    /// result gives up at once.
    Waiting expect(OperationId operation, int parts) {
        var request = new Waiting(operation, parts, slots.tryAcquire());
        if (request.hasSlot) {
            waiting.compute(operation, (_, others) -> {
                var all = others == null ? ConcurrentHashMap.<Waiting>newKeySet() : others;
                all.add(request);
                return all;
            });
        }
        synchronized (latest) {
            for (var index = 0; index < parts; index++) {
                var outcome = latest.get(CommandId.of(operation, new Part(index, parts)));
                if (outcome != null) {
                    request.accept(outcome);
                }
            }
        }
        return request;
    }

    /// Returns the number of waiting requests.
    public int size() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    private void forget(Waiting request) {
        waiting.computeIfPresent(request.operation, (_, others) -> {
            others.remove(request);
            return others.isEmpty() ? null : others;
        });
    }

    /// One waiting request, until it is closed.
    public final class Waiting implements AutoCloseable {

        private final OperationId operation;
        private final AtomicReferenceArray<Outcome> outcomes;
        private final CountDownLatch missing;
        private final boolean hasSlot;
        private boolean closed;

        private Waiting(OperationId operation, int parts, boolean hasSlot) {
            this.operation = operation;
            this.outcomes = new AtomicReferenceArray<>(parts);
            this.missing = new CountDownLatch(parts);
            this.hasSlot = hasSlot;
        }

        /// Accepts an outcome from any source. The first one of a part counts.
        void accept(Outcome outcome) {
            var index = outcome.part().index();
            if (index < outcomes.length() && outcomes.compareAndSet(index, null, outcome)) {
                missing.countDown();
            }
        }

        /// Returns the outcomes of all parts in order, empty when they did not all arrive within `timeout`.
        public Optional<List<Outcome>> await(Duration timeout) throws InterruptedException {
            if (!missing.await(hasSlot ? timeout.toNanos() : 0, TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            var all = new Outcome[outcomes.length()];
            Arrays.setAll(all, outcomes::get);
            return Optional.of(List.of(all));
        }

        @Override
        public void close() {
            if (hasSlot && !closed) {
                closed = true;
                forget(this);
                slots.release();
            }
        }
    }
}
