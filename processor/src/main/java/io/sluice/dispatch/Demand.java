package io.sluice.dispatch;

import io.sluice.lane.Flow;
import io.sluice.lane.LaneName;
import org.jspecify.annotations.Nullable;

/// The demand of a record, according to a few of its fields.
///
/// @param flow  the flow of records in which it waits
/// @param first lane of its first stage
/// @param host  host that its first stage waits for; null when it waits for none
public record Demand(Flow flow, LaneName first, @Nullable String host) {}
