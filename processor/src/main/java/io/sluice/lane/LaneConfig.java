package io.sluice.lane;

import java.time.Duration;

/// How much a lane does at a time.
///
/// @param threads   tasks at a time
/// @param perTenant most of them of one organization
/// @param perHost   most of them that wait for one host
/// @param longest   how long a task may take; one that takes longer counts as stuck
public record LaneConfig(int threads, int perTenant, int perHost, Duration longest) {

    public LaneConfig {
        if (threads < 1 || perTenant < 1 || perHost < 1 || !longest.isPositive()) {
            throw new IllegalArgumentException("a lane has threads and time, not " + threads + ", " + perTenant + ", "
                    + perHost + " and " + longest);
        }
    }
}
