package io.sluice.dispatch;

import io.sluice.lane.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The positions of records that were read but did not fit into the window: one range of offsets for each
/// flow and partition, whatever the number of records. All records of the flow in that range wait. Not
/// thread-safe.
final class Backlog {

    /// Maximum number of ranges, about the number of organizations times that of partitions.
    static final int MOST_RANGES = 20_000;

    private final Map<Flow, Map<Integer, Range>> ranges = new HashMap<>();
    private int size;
    private long records;

    /// The records of a flow in a partition that wait.
    private static final class Range {
        private long from;
        private long to;
        private long records;
        private final long since;

        Range(long from, long since) {
            this.from = from;
            this.to = from;
            this.since = since;
        }
    }

    /// The range to read next.
    ///
    /// @param from offset of the first record
    record Turn(Flow flow, int partition, long from) {}

    /// Returns whether records of the flow wait in this partition, so that another one has to wait behind
    /// them.
    boolean isWaiting(Flow flow, int partition) {
        return range(flow, partition) != null;
    }

    /// Returns whether there is no room for further ranges.
    boolean isFull() {
        return size >= MOST_RANGES;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Returns the number of waiting records.
    long records() {
        return records;
    }

    /// Adds a waiting record, with a higher offset than all others of its flow in the partition.
    ///
    /// @param timestamp time of its publication, in milliseconds
    void spill(Flow flow, int partition, long offset, long timestamp) {
        var range = ranges.computeIfAbsent(flow, _ -> new HashMap<>()).computeIfAbsent(partition, _ -> {
            size++;
            return new Range(offset, timestamp);
        });
        range.to = offset + 1;
        range.records++;
        records++;
    }

    /// Returns the range to read next: the oldest one of the flow with the fewest records in the window.
    ///
    /// @param wants whether a flow has room for more records
    /// @param has   number of records of a flow in the window
    @Nullable
    Turn next(Predicate<Flow> wants, ToIntFunction<Flow> has) {
        Map.Entry<Flow, Map<Integer, Range>> next = null;
        for (var entry : ranges.entrySet()) {
            var flow = entry.getKey();
            if (wants.test(flow) && (next == null || has.applyAsInt(flow) < has.applyAsInt(next.getKey()))) {
                next = entry;
            }
        }
        if (next == null) {
            return null;
        }
        var flow = next.getKey();
        return next.getValue().entrySet().stream()
                .min((one, other) -> Long.compare(one.getValue().since, other.getValue().since))
                .map(range -> new Turn(flow, range.getKey(), range.getValue().from))
                .orElse(null);
    }

    /// Returns the offset of the first waiting record of a partition.
    OptionalLong first(int partition) {
        return ranges.values().stream()
                .map(byPartition -> byPartition.get(partition))
                .filter(range -> range != null)
                .mapToLong(range -> range.from)
                .min();
    }

    /// Begins a second reading of a part of a partition.
    Reading read(int partition, long from) {
        return new Reading(partition, from);
    }

    void drop(int partition) {
        for (var byPartition : ranges.values()) {
            var range = byPartition.remove(partition);
            if (range != null) {
                size--;
                records -= range.records;
            }
        }
        ranges.values().removeIf(Map::isEmpty);
    }

    private @Nullable Range range(Flow flow, int partition) {
        var byPartition = ranges.get(flow);
        return byPartition == null ? null : byPartition.get(partition);
    }

    /// A second reading of a part of a partition, from an offset on and without gaps.
    final class Reading {

        private final int partition;
        private final long from;

        /// Flows with a record that still does not fit: all records behind it wait too.
        private final Set<Flow> blocked = new HashSet<>();

        private Reading(int partition, long from) {
            this.partition = partition;
            this.from = from;
        }

        /// Returns whether the record is the first waiting one of its flow, so that it may be taken.
        boolean isFirst(Flow flow, long offset) {
            var range = range(flow, partition);
            return range != null
                    && range.from >= from
                    && range.from <= offset
                    && offset < range.to
                    && !blocked.contains(flow);
        }

        /// Returns whether a record of the flow still does not fit.
        boolean isBlocked(Flow flow) {
            return blocked.contains(flow);
        }

        /// Records that a record does not wait any more.
        void taken(Flow flow, long offset) {
            var range = range(flow, partition);
            if (range != null) {
                range.from = offset + 1;
                range.records--;
                records--;
            }
        }

        /// Records that a record continues to wait.
        void kept(Flow flow, long offset) {
            var range = range(flow, partition);
            if (range != null) {
                range.from = offset;
                blocked.add(flow);
            }
        }

        /// Records that everything before `end` was read. Ranges without records behind it are removed.
        void until(long end) {
            for (var entry : List.copyOf(ranges.entrySet())) {
                var range = entry.getValue().get(partition);
                if (range != null && range.from >= from && !blocked.contains(entry.getKey())) {
                    range.from = Math.max(range.from, end);
                    if (range.from >= range.to) {
                        remove(entry.getKey(), range);
                    }
                }
            }
        }

        private void remove(Flow flow, Range range) {
            records -= range.records; // records that the topic has deleted
            size--;
            var byPartition = ranges.get(flow);
            if (byPartition != null) {
                byPartition.remove(partition);
                if (byPartition.isEmpty()) {
                    ranges.remove(flow);
                }
            }
        }
    }
}
