package io.sluice.dispatch;

import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import java.time.Duration;
import java.util.Map;

/// The configuration of a dispatcher.
///
/// @param name  name of its reader's thread
/// @param lanes configuration of each lane
/// @param drain maximum wait for jobs in progress when it closes
public record DispatchConfig(String name, Map<LaneName, LaneConfig> lanes, Duration drain) {

    public DispatchConfig {
        lanes = Map.copyOf(lanes);
    }
}
