package io.sluice.standalone.ingest;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before trying again: twice as long each time, with jitter so that many waiters do not come back at
/// once.
///
/// @param first    the longest first wait
/// @param longest  no wait is longer
/// @param attempts tries in all, at least 1
record Backoff(Duration first, Duration longest, int attempts) {

    static final Backoff DEFAULTS = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), 8);

    Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0 || attempts < 1) {
            throw new IllegalArgumentException("no such backoff: " + first + " to " + longest + ", " + attempts);
        }
    }

    /// Whether a try is left after `attempt`, counted from 1.
    boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    /// The wait after `attempt`, between half of what is due and all of it.
    Duration after(int attempt) {
        var doublings = Math.min(attempt - 1, 20);
        var due = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(due / 2, due + 1));
    }
}
