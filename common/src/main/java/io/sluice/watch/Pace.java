package io.sluice.watch;

import java.time.Duration;

/// The time that a round contributes to a hang. A stopped or starved machine must not look like a loop that
/// hangs:
///
/// - a round counts at most one interval, so a pause of the whole process (SIGSTOP, a suspended machine, a garbage
///   collection) counts no more than any other round,
/// - a starved round counts a fifth of that. A round is starved when it is late by more than a second, or when the
///   threads of the process have waited for a processor for more than an interval altogether, that is when one of
///   them was waiting all the time. A process whose threads are all blocked waits for no processor, however loaded
///   the machine is.
///
/// @param interval time between two rounds
record Pace(Duration interval) {

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int SLOWER = 5;

    /// Returns the counted time of a round.
    ///
    /// @param elapsed time since the previous round
    /// @param waited  how long all threads together were ready to run but did not get a processor
    Duration counted(Duration elapsed, Duration waited) {
        var late = elapsed.compareTo(interval.plus(LATE)) > 0;
        var starved = waited.compareTo(interval) > 0;
        return late || starved ? interval.dividedBy(SLOWER) : interval;
    }
}
