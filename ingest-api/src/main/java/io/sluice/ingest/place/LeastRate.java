package io.sluice.ingest.place;

import java.time.Duration;

/// The least rate at which a client has to send a body or to read an answer.
///
/// @param bytesPerSecond the rate
/// @param allowance      longest time that a client may be behind the rate
public record LeastRate(long bytesPerSecond, Duration allowance) {

    /// By how much the rate is higher when all places are taken.
    private static final int MAX_FACTOR = 16;

    /// By how much the allowance is shorter then.
    private static final int MAX_SHORTENING = 6;

    public static final LeastRate DEFAULT = new LeastRate(8 * 1024, Duration.ofSeconds(30));

    public LeastRate {
        if (bytesPerSecond < 1 || !allowance.isPositive()) {
            throw new IllegalArgumentException(
                    "limits must be positive: " + bytesPerSecond + " bytes a second, allowance " + allowance);
        }
    }

    /// The rate for clients who hold scarce places: up to 16 times as high, with a sixth of the allowance.
    ///
    /// @param pressure how scarce the places are, from 0 to 1
    public LeastRate under(double pressure) {
        var factor = Math.pow(MAX_FACTOR, pressure);
        var nanos = allowance.toNanos() / (1 + pressure * (MAX_SHORTENING - 1));
        return new LeastRate(Math.round(bytesPerSecond * factor), Duration.ofNanos(Math.round(nanos)));
    }
}
