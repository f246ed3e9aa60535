package io.sluice.fetch;

import java.time.Duration;

/// The moment by which a fetch must be over, whatever its redirects and servers do.
record Deadline(Duration limit, long endNanos) {

    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /// At least a nanosecond, since elsewhere zero means forever.
    Duration remaining() {
        return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
