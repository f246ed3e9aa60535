package io.sluice.ingest.access;

import java.time.Duration;

/// A number of times that something may happen within a period: all at once after a pause, or spread over it.
/// Thread-safe.
public final class Allowance {

    /// Wait for a limit that may become another one.
    private static final Duration NEVER = Duration.ofHours(1);

    private final long most;
    private final double anNano;
    private double left;
    private long filledAt;

    /// @param most how often it may happen within `period`
    /// @param now  time of a monotonic clock, in nanoseconds
    public Allowance(long most, Duration period, long now) {
        this.most = most;
        this.anNano = (double) most / period.toNanos();
        this.left = most;
        this.filledAt = now;
    }

    /// Returns how often it may happen within the period.
    public long most() {
        return most;
    }

    /// Takes one time if there is one.
    ///
    /// @return the wait for one when there is none; zero when one was taken
    public synchronized Duration take(long now) {
        fill(now);
        if (left >= 1) {
            left -= 1;
            return Duration.ZERO;
        }
        return most == 0 ? NEVER : Duration.ofNanos((long) Math.ceil((1 - left) / anNano));
    }

    /// Returns how many times are taken and not free again.
    public synchronized long used(long now) {
        fill(now);
        return most - (long) Math.floor(left);
    }

    private void fill(long now) {
        left = Math.min((double) most, left + (now - filledAt) * anNano);
        filledAt = now;
    }
}
