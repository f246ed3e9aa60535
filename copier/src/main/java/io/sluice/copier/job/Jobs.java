package io.sluice.copier.job;

import io.sluice.operation.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The jobs of one stream task.
public final class Jobs {

    /// The name of the store: job id → [JobState].
    public static final String STORE = "jobs";

    /// Jobs that finished within this time before the last one: much longer than the time between two commits,
    /// with which Streams awaits all that it has published.
    private static final Duration UNCOMMITTED = Duration.ofMinutes(1);

    private final KeyValueStore<String, JobState> store;

    /// Unfinished jobs by id, the least recently served first.
    private final Map<String, PendingCuts> unfinished = new LinkedHashMap<>();

    /// The jobs that finished last, whose last progress may be unpublished.
    private final List<OperationId> finishedLast = new ArrayList<>();

    private int openSlices;

    /// Reads the jobs; requires that the store is restored.
    public Jobs(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        var finished = new HashMap<OperationId, Instant>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var state = all.next().value;
                if (state.run().finished() != null) {
                    finished.put(state.plan().id(), state.run().finished());
                } else {
                    unfinished.put(idOf(state), new PendingCuts(state.plan().id()));
                    openSlices += state.open().size();
                }
            }
        }
        finished.values().stream()
                .max(Instant::compareTo)
                .ifPresent(last -> finished.forEach((id, time) -> {
                    if (!time.isBefore(last.minus(UNCOMMITTED))) {
                        finishedLast.add(id);
                    }
                }));
    }

    /// Returns the jobs that finished last before the start, at the first call; then none. If the process ended
    /// between the change of the state and its publication, nothing else would publish it.
    public List<OperationId> takeFinishedLast() {
        var taken = List.copyOf(finishedLast);
        finishedLast.clear();
        return taken;
    }

    @Nullable
    public JobState find(OperationId id) {
        return store.get(id.value());
    }

    /// Replaces the state `before`, which is null for a new job.
    public void replace(@Nullable JobState before, JobState after) {
        store.put(idOf(after), after);
        openSlices += after.open().size() - (before == null ? 0 : before.open().size());
        if (after.hasFinished()) {
            unfinished.remove(idOf(after));
        } else {
            unfinished.computeIfAbsent(
                    idOf(after), _ -> new PendingCuts(after.plan().id()));
        }
    }

    /// Returns the in-memory state of an unfinished job.
    @Nullable
    public PendingCuts pending(OperationId id) {
        return unfinished.get(id.value());
    }

    /// Returns the number of slices that are issued or proposed.
    public int underWay() {
        return openSlices
                + unfinished.values().stream().mapToInt(PendingCuts::proposed).sum();
    }

    /// Serves all unfinished jobs in turn, until a round in which none takes anything.
    ///
    /// @param server returns whether the job took something
    /// @param room   returns whether there is capacity left
    public void serveInTurn(Predicate<PendingCuts> server, BooleanSupplier room) {
        boolean taken;
        do {
            taken = false;
            for (var pending : List.copyOf(unfinished.values())) {
                if (!room.getAsBoolean()) {
                    return;
                }
                if (server.test(pending)) {
                    taken = true;
                    // moves the job behind the others, also for the next call
                    if (unfinished.remove(pending.job().value()) != null) {
                        unfinished.put(pending.job().value(), pending);
                    }
                }
            }
        } while (taken);
    }

    public boolean hasUnfinished() {
        return !unfinished.isEmpty();
    }

    public void forEachUnfinished(Consumer<PendingCuts> action) {
        List.copyOf(unfinished.values()).forEach(action);
    }

    /// Removes the jobs that finished before `time`.
    ///
    /// @return ids of the removed jobs
    public List<String> forgetFinishedBefore(Instant time) {
        var forgotten = new ArrayList<String>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var finished = entry.value.run().finished();
                if (finished != null && finished.isBefore(time)) {
                    forgotten.add(entry.key);
                }
            }
        }
        forgotten.forEach(store::delete);
        return forgotten;
    }

    private static String idOf(JobState state) {
        return state.plan().id().value();
    }
}
