package io.sluice.search;

import java.math.BigInteger;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The encoding of numbers and dates as longs in the same order: whole numbers as they are, decimal numbers
/// by their bits, dates as microseconds since 1970.
public final class Numbers {

    /// The encoding of whole numbers below all that a search can name; as a bound: none.
    public static final long LEAST = Long.MIN_VALUE;

    /// The encoding of whole numbers above all that a search can name; as a bound: none.
    public static final long GREATEST = Long.MAX_VALUE;

    private static final BigInteger LEAST_EXACT = BigInteger.valueOf(LEAST);
    private static final BigInteger GREATEST_EXACT = BigInteger.valueOf(GREATEST);
    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    private Numbers() {}

    /// Encodes a whole number; those that do not fit become [#LEAST] or [#GREATEST].
    public static long of(BigInteger number) {
        return number.max(LEAST_EXACT).min(GREATEST_EXACT).longValue();
    }

    /// Encodes a decimal number, other than a NaN. Positive and negative zero are the same, and there is no
    /// encoding between those of two adjacent numbers.
    public static long of(double number) {
        var bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
        return bits >= 0 ? bits : (bits ^ Long.MAX_VALUE) + 1;
    }

    public static double toDouble(long encoded) {
        return Double.longBitsToDouble(encoded >= 0 ? encoded : (encoded - 1) ^ Long.MAX_VALUE);
    }

    /// Encodes a time, rounded down to a microsecond.
    public static long of(Instant time) {
        return time.getEpochSecond() * MICROS + time.getNano() / 1_000;
    }

    public static Instant toInstant(long encoded) {
        return Instant.ofEpochSecond(Math.floorDiv(encoded, MICROS), Math.floorMod(encoded, MICROS) * 1_000);
    }
}
