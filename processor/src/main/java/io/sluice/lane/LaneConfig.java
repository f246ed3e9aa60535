package io.sluice.lane;

import java.time.Duration;

/// The limits of a lane.
///
/// @param threads   maximum concurrent tasks
/// @param perTenant maximum concurrent tasks of one organization
/// @param perHost   maximum concurrent tasks that wait for one host
/// @param longest   maximum time of a task; one that takes longer counts as stuck
public record LaneConfig(int threads, int perTenant, int perHost, Duration longest) {

    public LaneConfig {
        if (threads < 1 || perTenant < 1 || perHost < 1 || !longest.isPositive()) {
            throw new IllegalArgumentException("a lane has threads and time, not " + threads + ", " + perTenant + ", "
                    + perHost + " and " + longest);
        }
    }
}
