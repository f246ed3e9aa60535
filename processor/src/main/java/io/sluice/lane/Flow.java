package io.sluice.lane;

/// Records that wait for the same: those of one organization, for one kind of work, of one class. No flow
/// stands before another one.
///
/// @param tenant the organization
/// @param lane   the kind of work that takes longest
/// @param bulk   whether they are of the lowest class: bulk imports and repeated attempts
public record Flow(String tenant, LaneName lane, boolean bulk) {}
