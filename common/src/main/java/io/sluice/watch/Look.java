package io.sluice.watch;

/// What the watchdog sees of one thing in one round.
///
/// @param thing   identifies it from round to round
/// @param name    its name in the log
/// @param count   grows as long as the thing works
/// @param excused whether it may stand still now
record Look(Object thing, String name, long count, boolean excused) {}
