package io.sluice.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A set of offsets of one partition, kept as runs of neighbours. Not safe for use by several threads.
public final class OffsetRuns {

    /// The exclusive end of each run by its first offset. Runs neither overlap nor touch.
    private final NavigableMap<Long, Long> runs = new TreeMap<>();

    /// Offsets without a gap.
    ///
    /// @param from first offset
    /// @param to   exclusive end
    public record Run(long from, long to) {
        public Run {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException(
                        "a run of offsets has one at least, not those from " + from + " to " + to);
            }
        }
    }

    /// Creates the set of the offsets in `runs`.
    public static OffsetRuns of(List<Run> runs) {
        var offsets = new OffsetRuns();
        runs.forEach(offsets::add);
        return offsets;
    }

    public void add(long offset) {
        add(new Run(offset, offset + 1));
    }

    /// Adds all offsets of a run; some may be in the set already.
    public void add(Run run) {
        var from = run.from;
        var to = run.to;
        for (var other = runs.floorEntry(to); other != null && other.getValue() >= from; other = runs.floorEntry(to)) {
            from = Math.min(from, other.getKey());
            to = Math.max(to, other.getValue());
            runs.remove(other.getKey());
        }
        runs.put(from, to);
    }

    public boolean contains(long offset) {
        var run = runs.floorEntry(offset);
        return run != null && offset < run.getValue();
    }

    /// Returns whether all offsets of a run are in the set.
    public boolean containsAll(Run run) {
        var covering = runs.floorEntry(run.from);
        return covering != null && run.to <= covering.getValue();
    }

    /// Removes all offsets below `offset`.
    public void removeBelow(long offset) {
        var last = runs.lowerEntry(offset);
        runs.headMap(offset, false).clear();
        if (last != null && last.getValue() > offset) {
            runs.put(offset, last.getValue());
        }
    }

    /// Returns the offsets that are in both sets.
    public OffsetRuns and(OffsetRuns other) {
        var both = new OffsetRuns();
        for (var run : runs.entrySet()) {
            var begun = other.runs.lowerEntry(run.getKey());
            var from = begun == null ? run.getKey() : begun.getKey();
            for (var part : other.runs.subMap(from, true, run.getValue(), false).entrySet()) {
                var first = Math.max(run.getKey(), part.getKey());
                var end = Math.min(run.getValue(), part.getValue());
                if (first < end) {
                    both.runs.put(first, end);
                }
            }
        }
        return both;
    }

    /// Removes the highest runs until there are no more than `limit`.
    public void keepLowest(int limit) {
        while (runs.size() > limit) {
            runs.pollLastEntry();
        }
    }

    /// Returns the number of runs.
    public int size() {
        return runs.size();
    }

    /// Returns the number of offsets.
    public long count() {
        return runs.entrySet().stream()
                .mapToLong(run -> run.getValue() - run.getKey())
                .sum();
    }

    /// Returns the runs in ascending order.
    public List<Run> runs() {
        var all = new ArrayList<Run>(runs.size());
        for (Map.Entry<Long, Long> run : runs.entrySet()) {
            all.add(new Run(run.getKey(), run.getValue()));
        }
        return all;
    }
}
