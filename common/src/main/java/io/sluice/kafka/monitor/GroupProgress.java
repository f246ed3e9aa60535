package io.sluice.kafka.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How long a group has had records to read in a partition without any progress there. It has no clock: each round
/// comes with its counted time. For one thread.
final class GroupProgress {

    private Map<TopicPartition, Standing> standings = Map.of();

    /// The state of a group in a partition.
    ///
    /// @param next  offset of the first record that is not done
    /// @param state what else changes with progress: records that are done behind that offset
    /// @param end   offset of the next record that is written
    record Position(long next, String state, long end) {

        private boolean isWaiting() {
            return next < end;
        }

        private boolean isWhere(Position other) {
            return next == other.next && state.equals(other.state);
        }
    }

    private record Standing(Position position, Duration standing) {}

    /// Compares positions with those of the previous round.
    ///
    /// @param counted the counted time since then
    void round(Map<TopicPartition, Position> positions, Duration counted) {
        var next = new HashMap<TopicPartition, Standing>();
        positions.forEach((partition, position) -> {
            var before = standings.get(partition);
            var standing = before != null && before.position.isWaiting() && position.isWhere(before.position)
                    ? before.standing.plus(counted)
                    : Duration.ZERO;
            next.put(partition, new Standing(position, standing));
        });
        standings = next;
    }

    /// Returns the longest time of any partition.
    Duration longest() {
        return standings.values().stream()
                .map(Standing::standing)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
