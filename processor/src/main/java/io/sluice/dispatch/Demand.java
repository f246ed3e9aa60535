package io.sluice.dispatch;

import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import org.jspecify.annotations.Nullable;

/// What a record asks for, as far as a quick look shows.
///
/// @param flow  with whom it waits
/// @param first the lane of its first stage
/// @param host  that its first stage waits for; null when it waits for none
public record Demand(Flow flow, LaneName first, @Nullable String host) {}
