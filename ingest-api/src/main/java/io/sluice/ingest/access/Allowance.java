package io.sluice.ingest.access;

import java.time.Duration;

/// A limit of events within a period: all at once after a pause, or spread over it. Thread-safe.
public final class Allowance {

    /// Wait at a limit of zero, which the operator may raise.
    private static final Duration NEVER = Duration.ofHours(1);

    private final long most;
    private final double anNano;
    private double left;
    private long filledAt;

    /// @param most maximum number of events within `period`
    /// @param now  time of a monotonic clock, in nanoseconds
    public Allowance(long most, Duration period, long now) {
        this.most = most;
        this.anNano = (double) most / period.toNanos();
        this.left = most;
        this.filledAt = now;
    }

    /// Returns the maximum number of events within the period.
    public long most() {
        return most;
    }

    /// Counts an event if the limit allows it.
    ///
    /// @return the wait until the limit allows an event; zero when the event was counted
    public synchronized Duration take(long now) {
        fill(now);
        if (left >= 1) {
            left -= 1;
            return Duration.ZERO;
        }
        return most == 0 ? NEVER : Duration.ofNanos((long) Math.ceil((1 - left) / anNano));
    }

    /// Returns the number of events that count towards the limit.
    public synchronized long used(long now) {
        fill(now);
        return most - (long) Math.floor(left);
    }

    private void fill(long now) {
        left = Math.min((double) most, left + (now - filledAt) * anNano);
        filledAt = now;
    }
}
