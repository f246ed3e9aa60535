package io.sluice.watch;

/// The watchdog's observation of one part of the process in one round.
///
/// @param thing   identifies the part from round to round
/// @param name    name of the part in the log
/// @param count   grows as long as the part works
/// @param excused whether the part may pause now
record Look(Object thing, String name, long count, boolean excused) {}
