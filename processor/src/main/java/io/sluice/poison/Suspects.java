package io.sluice.poison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records that were in work when the last process died. Each is tried once more alone, while other
/// records wait for a bounded time. A record with which the process died again is poison. Thread-safe.
public final class Suspects {

    private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

    /// Deaths after which a record is refused.
    static final int POISONOUS = 2;

    private final InWorkMarks marks;
    private final LongSupplier nanoTime;
    private final long patienceNanos;

    /// This and the fields below are guarded by this object.
    private final Map<Position, InWorkMarks.Leftover> known = new HashMap<>();

    /// Records that all others wait for.
    private final Set<Position> awaited;

    private @Nullable Position alone;

    /// Start of the others' wait, of [System#nanoTime()]: the first assignment of partitions.
    private @Nullable Long start;

    /// The position of a record on the topic.
    private record Position(int partition, long offset) {}

    /// The classification of a record.
    public enum Standing {
        /// It may be processed together with others.
        INNOCENT,
        /// The process died once while it was in work: it is processed alone.
        SUSPECT,
        /// The process died more than once while it was in work: it is refused.
        POISON
    }

    /// @param patienceNanos maximum time that other records wait for suspects
    public Suspects(InWorkMarks marks, long patienceNanos, LongSupplier nanoTime) {
        this.marks = marks;
        this.nanoTime = nanoTime;
        this.patienceNanos = patienceNanos;
        for (var left : marks.leftovers()) {
            var position = new Position(left.partition(), left.offset());
            var other = known.put(position, left);
            if (other != null) {
                keepWorse(position, left, other);
            }
            LOG.atWarn()
                    .addKeyValue("partition", left.partition())
                    .addKeyValue("offset", left.offset())
                    .addKeyValue("deaths", left.deaths())
                    .log("record was in work when the process died, tried alone or refused");
        }
        this.awaited = new HashSet<>(suspects());
    }

    private List<Position> suspects() {
        return known.entrySet().stream()
                .filter(it -> it.getValue().deaths() < POISONOUS)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Keeps one of two marks: a process that died while it marked a suspect again leaves both.
    private void keepWorse(Position position, InWorkMarks.Leftover one, InWorkMarks.Leftover other) {
        if (one.deaths() > other.deaths()) {
            marks.remove(other);
            known.put(position, one);
        } else {
            marks.remove(one);
            known.put(position, other);
        }
    }

    /// Returns the classification of a record.
    public synchronized Standing of(int partition, long offset) {
        var left = known.get(new Position(partition, offset));
        if (left == null) {
            return Standing.INNOCENT;
        }
        return left.deaths() < POISONOUS ? Standing.SUSPECT : Standing.POISON;
    }

    /// Marks a record before its bytes are read.
    public synchronized InWorkMarks.Mark mark(int partition, long offset) {
        var left = known.get(new Position(partition, offset));
        if (left == null) {
            return marks.mark(partition, offset, 1);
        }
        // the new mark first: one of them must be there, whenever the process dies
        var mark = marks.mark(partition, offset, left.deaths() + 1);
        marks.remove(left);
        known.put(new Position(partition, offset), left.removed());
        return mark;
    }

    /// Returns whether work on a record may begin now. A suspect that may begin is processed alone until it
    /// is [#settled].
    ///
    /// @param working number of records in work
    public synchronized boolean mayBegin(int partition, long offset, int working) {
        if (!isAwaiting()) {
            return true;
        }
        var position = new Position(partition, offset);
        if (alone == null && working == 0 && awaited.contains(position)) {
            alone = position;
        }
        return position.equals(alone);
    }

    /// Records that a record is done, in this process or another one, or was deleted from the topic.
    ///
    /// @return whether this allows other work to begin
    public synchronized boolean settled(int partition, long offset) {
        var position = new Position(partition, offset);
        var left = known.remove(position);
        if (left == null) {
            return false;
        }
        marks.remove(left);
        return release(position);
    }

    /// Sets the partitions that this process reads: other work waits only for suspects in these.
    ///
    /// @return whether this allows other work to begin
    public synchronized boolean awaitThoseOf(Set<Integer> partitions) {
        var elsewhere = awaited.stream()
                .filter(it -> !partitions.contains(it.partition))
                .toList();
        elsewhere.forEach(this::release);
        var here = suspects().stream()
                .filter(it -> partitions.contains(it.partition))
                .toList();
        if (awaited.addAll(here) || start == null) {
            start = nanoTime.getAsLong();
        }
        return !elsewhere.isEmpty();
    }

    private boolean release(Position position) {
        if (position.equals(alone)) {
            alone = null;
        }
        return awaited.remove(position);
    }

    /// Returns the offsets of suspects in a partition.
    public synchronized List<Long> in(int partition) {
        var offsets = new ArrayList<Long>();
        known.keySet().stream()
                .filter(position -> position.partition == partition)
                .forEach(position -> offsets.add(position.offset));
        return offsets;
    }

    /// Returns whether other work waits for suspects.
    public synchronized boolean isAwaiting() {
        return !awaited.isEmpty() && (start == null || nanoTime.getAsLong() - start <= patienceNanos);
    }
}
