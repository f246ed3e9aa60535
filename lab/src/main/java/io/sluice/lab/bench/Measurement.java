package io.sluice.lab.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/// How long each of many calls took, and all of them together.
final class Measurement {

    static final Measurement NONE = new Measurement(new long[0], Duration.ZERO);

    /// Nanoseconds, ascending.
    private final long[] latencies;

    private final Duration took;

    Measurement(long[] latencies, Duration took) {
        this.latencies = latencies.clone();
        Arrays.sort(this.latencies);
        this.took = took;
    }

    /// This and another round, as if they were one.
    Measurement and(Measurement other) {
        var all = LongStream.concat(Arrays.stream(latencies), Arrays.stream(other.latencies))
                .toArray();
        return new Measurement(all, took.plus(other.took));
    }

    /// The time that `percent` of the calls stayed below or at (nearest rank).
    Duration percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * latencies.length);
        return Duration.ofNanos(latencies[Math.max(rank, 1) - 1]);
    }

    /// Calls a second.
    double rate() {
        return latencies.length / (took.toNanos() / 1e9);
    }
}
