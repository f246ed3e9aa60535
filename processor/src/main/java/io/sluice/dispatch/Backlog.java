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

/// Where the records are that were read but did not fit into the window. Of each flow and partition that is
/// one range of offsets, however many records: all records of the flow in it wait. For one thread.
final class Backlog {

    /// Most ranges, which is about as many organizations times partitions.
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

    /// Where to read next.
    ///
    /// @param from offset of the first record
    record Turn(Flow flow, int partition, long from) {}

    /// Whether a record of the flow would have to wait behind others of it in this partition.
    boolean isWaiting(Flow flow, int partition) {
        return range(flow, partition) != null;
    }

    /// Whether no further ranges fit.
    boolean isFull() {
        return size >= MOST_RANGES;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// How many records wait.
    long records() {
        return records;
    }

    /// A record waits, with a higher offset than those that wait before it.
    ///
    /// @param timestamp when it was published, in milliseconds
    void spill(Flow flow, int partition, long offset, long timestamp) {
        var range = ranges.computeIfAbsent(flow, _ -> new HashMap<>()).computeIfAbsent(partition, _ -> {
            size++;
            return new Range(offset, timestamp);
        });
        range.to = offset + 1;
        range.records++;
        records++;
    }

    /// The range to read next: of the flows that want records the one that has the fewest, its oldest range.
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

    /// The first record of a partition that waits.
    OptionalLong first(int partition) {
        return ranges.values().stream()
                .map(byPartition -> byPartition.get(partition))
                .filter(range -> range != null)
                .mapToLong(range -> range.from)
                .min();
    }

    /// A second reading of a part of a partition.
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

    /// A second reading of a part of a partition from an offset on, without gaps.
    final class Reading {

        private final int partition;
        private final long from;

        /// Flows of which a record had to go on waiting: all behind it wait as well.
        private final Set<Flow> blocked = new HashSet<>();

        private Reading(int partition, long from) {
            this.partition = partition;
            this.from = from;
        }

        /// Whether the record is the first one of its flow that waits, so that it may be taken.
        boolean isFirst(Flow flow, long offset) {
            var range = range(flow, partition);
            return range != null
                    && range.from >= from
                    && range.from <= offset
                    && offset < range.to
                    && !blocked.contains(flow);
        }

        /// Whether a record of the flow had to go on waiting.
        boolean isBlocked(Flow flow) {
            return blocked.contains(flow);
        }

        /// That record does not wait any more.
        void taken(Flow flow, long offset) {
            var range = range(flow, partition);
            if (range != null) {
                range.from = offset + 1;
                range.records--;
                records--;
            }
        }

        /// That record goes on waiting.
        void kept(Flow flow, long offset) {
            var range = range(flow, partition);
            if (range != null) {
                range.from = offset;
                blocked.add(flow);
            }
        }

        /// All records before `end` were read. Ranges without records behind it are empty.
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
            records -= range.records; // of records that are not on the topic any more
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
