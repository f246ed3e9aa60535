package io.sluice.watch;

import java.time.Duration;

/// How much of a round counts as standing still. A machine that is stopped or starved is not a loop that stands still:
///
/// - a round counts one interval at most, so a pause of the whole process (SIGSTOP, a suspended machine, a collection
///   of garbage) counts no more than any other round,
/// - a starved round counts a fifth of that. A round is starved when it is late by more than a second, or when the
///   threads of the process have waited for a processor for more than an interval altogether, that is when one of them
///   was kept waiting all the time. A process whose threads are all blocked waits for no processor, however loaded the
///   machine is.
///
/// @param interval time between two rounds
record Pace(Duration interval) {

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int SLOWER = 5;

    /// @param elapsed since the round before
    /// @param waited  how long all threads together were ready to run but did not get a processor
    Duration counted(Duration elapsed, Duration waited) {
        var late = elapsed.compareTo(interval.plus(LATE)) > 0;
        var starved = waited.compareTo(interval) > 0;
        return late || starved ? interval.dividedBy(SLOWER) : interval;
    }
}
