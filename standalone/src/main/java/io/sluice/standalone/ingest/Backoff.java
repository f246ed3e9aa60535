package io.sluice.standalone.ingest;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Exponential delays between attempts, with jitter so that concurrent retries are spread out.
///
/// @param first    maximum of the first delay
/// @param longest  maximum of all delays
/// @param attempts maximum number of attempts, at least 1
record Backoff(Duration first, Duration longest, int attempts) {

    static final Backoff DEFAULTS = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), 8);

    Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0 || attempts < 1) {
            throw new IllegalArgumentException("invalid backoff: " + first + " to " + longest + ", " + attempts);
        }
    }

    /// Returns whether another attempt is allowed after `attempt`, counted from 1.
    boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    /// Returns the delay after `attempt`, between half of the nominal value and all of it.
    Duration after(int attempt) {
        var doublings = Math.min(attempt - 1, 20);
        var due = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(due / 2, due + 1));
    }
}
