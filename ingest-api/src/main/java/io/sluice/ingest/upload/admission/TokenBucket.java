package io.sluice.ingest.upload.admission;

import java.time.Duration;

/// A token bucket: tokens are added at a steady rate up to a limit. Thread-safe.
final class TokenBucket {

    private static final double NANOS_A_SECOND = 1e9;

    private final double rate;
    private final int capacity;
    private double tokens;
    private long filledAt;

    /// Creates a full bucket.
    ///
    /// @param rate     tokens a second
    /// @param capacity maximum number of tokens
    /// @param now      time of a monotonic clock, in nanoseconds
    TokenBucket(int rate, int capacity, long now) {
        this.rate = rate;
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /// Takes a token if there is one.
    ///
    /// @return the wait for a token when there is none; zero when one was taken
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
