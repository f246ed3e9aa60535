package io.sluice.poison;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records that may have been in work when a process died, this one's predecessor or that of another
/// node. Each is tried once more alone, while other records wait for a bounded time. A record with which a
/// process died alone is poison. Thread-safe.
///
/// A trial begins once nothing else is in work and a commit names the record ([#step], [#committed]), from
/// which the next reader of its partition learns with which record the process died. Other work goes on after
/// a commit that names none.
public final class Suspects {

    private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

    private final LongSupplier nanoTime;

    /// This and the fields below are guarded by this object.
    private final Map<Position, Standing> known = new HashMap<>();

    /// Suspects that could begin if nothing else were in work.
    private final Deque<Position> waiting = new ArrayDeque<>();

    /// The record that is tried.
    private @Nullable Position tried;

    /// Whether a commit must be made before the next trial, or before other work.
    private boolean due;

    /// Time for which other records may still wait.
    private long patienceNanos;

    /// Start of the current wait of other records; null while they do not wait.
    private @Nullable Long start;

    /// The classification of a record.
    public enum Standing {
        /// It may be processed together with others.
        INNOCENT,
        /// It may have been in work when a process died: it is processed alone.
        SUSPECT,
        /// It was the only record in work when a process died: it is refused.
        POISON
    }

    /// A commit that must be made before work goes on.
    ///
    /// @param alone record that will be the only one in work; null for none
    public record Step(@Nullable Position alone) {}

    /// @param patienceNanos maximum time that other records wait for suspects, in total
    public Suspects(long patienceNanos, LongSupplier nanoTime) {
        this.patienceNanos = patienceNanos;
        this.nanoTime = nanoTime;
    }

    /// Adds a record that may have been in work when a process died, unless it is known.
    ///
    /// @param alone whether no other record was in work
    public synchronized void add(Position record, boolean alone) {
        known.merge(
                record,
                alone ? Standing.POISON : Standing.SUSPECT,
                (one, other) -> one == Standing.POISON ? one : other);
    }

    /// Returns the classification of a record.
    public synchronized Standing of(Position record) {
        return known.getOrDefault(record, Standing.INNOCENT);
    }

    /// Returns the known records of a partition with one standing, in ascending order.
    public synchronized List<Long> in(int partition, Standing standing) {
        return known.entrySet().stream()
                .filter(it -> it.getKey().partition() == partition && it.getValue() == standing)
                .map(it -> it.getKey().offset())
                .sorted()
                .toList();
    }

    /// Returns whether work on a record may begin now.
    ///
    /// @param working number of records in work
    public synchronized boolean mayBegin(Position record, int working) {
        return switch (of(record)) {
            case INNOCENT -> !isExclusive();
            case SUSPECT -> mayBeTried(record, working);
            case POISON -> true; // its bytes are not read
        };
    }

    private boolean mayBeTried(Position suspect, int working) {
        if (suspect.equals(tried)) {
            return working == 0;
        }
        if (!waiting.contains(suspect)) {
            waiting.add(suspect);
        }
        if (start == null) {
            start = nanoTime.getAsLong();
        }
        due |= tried == null && working == 0;
        return false;
    }

    /// Returns whether records that are not suspects wait.
    public synchronized boolean isExclusive() {
        if (start != null && nanoTime.getAsLong() - start > patienceNanos) {
            acquitAll();
        }
        return start != null;
    }

    private void acquitAll() {
        LOG.atWarn()
                .addKeyValue("records", known.size())
                .log("records that were in work when a process died take long, processed with others");
        known.values().removeIf(standing -> standing == Standing.SUSPECT);
        waiting.clear();
        tried = null;
        due = true;
        admitOthers();
    }

    private void admitOthers() {
        if (start != null) {
            patienceNanos -= nanoTime.getAsLong() - start;
            start = null;
        }
    }

    /// Returns the commit to make now; null for none.
    public synchronized @Nullable Step step() {
        return due ? new Step(waiting.peek()) : null;
    }

    /// Records that a commit was made.
    public synchronized void committed(Step step) {
        due = false;
        if (step.alone == null) {
            if (waiting.isEmpty()) {
                admitOthers();
            }
        } else if (waiting.remove(step.alone)) {
            tried = step.alone;
        } else {
            due = true; // it was left to another reader meanwhile
        }
    }

    /// Returns the records of a partition that a commit names as being alone in work, in ascending order.
    public synchronized List<Long> alone(int partition) {
        var alone = new TreeSet<>(in(partition, Standing.POISON));
        var next = due ? waiting.peek() : tried;
        if (next != null && next.partition() == partition) {
            alone.add(next.offset());
        }
        return List.copyOf(alone);
    }

    /// Records that work on a record has ended without the death of the process, or that it is not needed.
    public synchronized void cleared(Position record) {
        known.remove(record);
        stop(record);
    }

    /// Records that work on a record was interrupted, or will be done by another reader.
    public synchronized void stop(Position record) {
        if (waiting.remove(record)) {
            due |= tried == null && waiting.isEmpty();
        }
        if (record.equals(tried)) {
            tried = null;
            due = true;
        }
    }

    /// Records that another reader continues with a partition. What is known of its records is kept, as it
    /// may come back.
    public synchronized void left(int partition) {
        for (var record : List.copyOf(known.keySet())) {
            if (record.partition() == partition) {
                stop(record);
            }
        }
    }
}
