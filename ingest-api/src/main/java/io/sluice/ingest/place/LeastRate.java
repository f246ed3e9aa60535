package io.sluice.ingest.place;

import java.time.Duration;

/// The minimum rate at which a client sends a body or reads a response.
///
/// @param bytesPerSecond the rate
/// @param allowance maximum time that a client may be behind the rate
public record LeastRate(long bytesPerSecond, Duration allowance) {

    /// Factor of the rate when all places are taken.
    private static final int MAX_FACTOR = 16;

    /// Divisor of the allowance when all places are taken.
    private static final int MAX_SHORTENING = 6;

    public static final LeastRate DEFAULT = new LeastRate(8 * 1024, Duration.ofSeconds(30));

    public LeastRate {
        if (bytesPerSecond < 1 || !allowance.isPositive()) {
            throw new IllegalArgumentException(
                    "limits must be positive: " + bytesPerSecond + " bytes a second, allowance " + allowance);
        }
    }

    /// Returns the rate for clients that hold scarce places: up to 16 times as high, with a sixth of the
    /// allowance.
    ///
    /// @param pressure scarcity of the places, from 0 to 1
    public LeastRate under(double pressure) {
        var factor = Math.pow(MAX_FACTOR, pressure);
        var nanos = allowance.toNanos() / (1 + pressure * (MAX_SHORTENING - 1));
        return new LeastRate(Math.round(bytesPerSecond * factor), Duration.ofNanos(Math.round(nanos)));
    }
}
