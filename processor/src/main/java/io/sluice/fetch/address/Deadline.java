package io.sluice.fetch.address;

import java.time.Duration;

/// The time by which a fetch must end, including all redirects.
public record Deadline(Duration limit, long endNanos) {

    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /// Returns the remaining time, at least a nanosecond, because zero means forever elsewhere.
    public Duration remaining() {
        return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
    }

    public boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
