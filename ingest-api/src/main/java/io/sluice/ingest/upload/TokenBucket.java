package io.sluice.ingest.upload;

import java.time.Duration;

/// Tokens that come back at a steady rate, up to a limit; whoever finds none must wait. Safe for use by many threads.
final class TokenBucket {

    private static final double NANOS_A_SECOND = 1e9;

    private final double rate;
    private final int capacity;
    private double tokens;
    private long filledAt;

    /// A full bucket.
    ///
    /// @param rate     tokens a second
    /// @param capacity most tokens
    /// @param now      of a monotonic clock, in nanoseconds
    TokenBucket(int rate, int capacity, long now) {
        this.rate = rate;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /// Takes a token.
    ///
    /// @return how long to wait for one, when there is none; zero when one was taken
    synchronized Duration take(long now) {
        tokens = Math.min(capacity, tokens + (now - filledAt) * rate / NANOS_A_SECOND);
        filledAt = now;
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        return Duration.ofNanos((long) Math.ceil((1 - tokens) / rate * NANOS_A_SECOND));
    }
}
