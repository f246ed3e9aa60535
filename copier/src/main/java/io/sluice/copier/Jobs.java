package io.sluice.copier;

import io.sluice.command.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The jobs of one Streams task.
final class Jobs {

    private final KeyValueStore<String, JobState> store;

    /// By job id, those that are not finished, the one served longest ago first.
    private final Map<String, Walk> walks = new LinkedHashMap<>();

    private int openSlices;

    /// Once the store is restored.
    Jobs(ProcessorContext<?, ?> context) {
        store = context.getStateStore(CopierTopology.JOBS);
        try (var all = store.all()) {
            while (all.hasNext()) {
                var state = all.next().value;
                if (!state.hasFinished()) {
                    walks.put(idOf(state), new Walk(state.plan().id()));
                    openSlices += state.open().size();
                }
            }
        }
    }

    @Nullable
    JobState find(OperationId id) {
        return store.get(id.value());
    }

    /// Puts the state of a job in place of `before`, which is null when the job is new.
    void replace(@Nullable JobState before, JobState after) {
        store.put(idOf(after), after);
        openSlices += after.open().size() - (before == null ? 0 : before.open().size());
        if (after.hasFinished()) {
            walks.remove(idOf(after));
        } else {
            walks.computeIfAbsent(idOf(after), _ -> new Walk(after.plan().id()));
        }
    }

    /// Of a job that is not finished.
    @Nullable
    Walk walk(OperationId id) {
        return walks.get(id.value());
    }

    /// Slices that are given out or about to be.
    int underWay() {
        return openSlices + walks.values().stream().mapToInt(Walk::proposed).sum();
    }

    /// Serves every job that is not finished, in turn, until a round in which nobody takes anything.
    ///
    /// @param server whether the job took something
    /// @param room   whether there is something to take
    void serveInTurn(Predicate<Walk> server, BooleanSupplier room) {
        boolean taken;
        do {
            taken = false;
            for (var walk : List.copyOf(walks.values())) {
                if (!room.getAsBoolean()) {
                    return;
                }
                if (server.test(walk)) {
                    taken = true;
                    // it is the others' turn now, next time too
                    if (walks.remove(walk.job().value()) != null) {
                        walks.put(walk.job().value(), walk);
                    }
                }
            }
        } while (taken);
    }

    boolean hasUnfinished() {
        return !walks.isEmpty();
    }

    void forEachUnfinished(Consumer<Walk> action) {
        List.copyOf(walks.values()).forEach(action);
    }

    /// Forgets the jobs that were finished before `time`.
    ///
    /// @return their ids
    List<String> forgetFinishedBefore(Instant time) {
        var forgotten = new ArrayList<String>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                var finished = entry.value.finished();
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
