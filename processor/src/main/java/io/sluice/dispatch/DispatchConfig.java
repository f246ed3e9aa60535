package io.sluice.dispatch;

import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How a dispatcher works.
///
/// @param name  of its reader's thread
/// @param lanes what each lane does at a time
/// @param drain how long closing waits for what is being worked on
/// @param marks file that keeps which records are in work
public record DispatchConfig(String name, Map<LaneName, LaneConfig> lanes, Duration drain, Path marks) {

    public DispatchConfig {
        lanes = Map.copyOf(lanes);
    }
}
