package io.sluice.lane;

/// The records of one organization, for one kind of work, of one class. They wait for the same threads, but
/// not behind other flows.
///
/// @param tenant the organization
/// @param lane   the kind of work that takes longest
/// @param bulk   whether they are of the lowest class: bulk imports, replays and repeated attempts
public record Flow(String tenant, LaneName lane, boolean bulk) {}
