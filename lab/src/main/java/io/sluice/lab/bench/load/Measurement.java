package io.sluice.lab.bench.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/// The durations of many calls, and their total duration.
public final class Measurement {

    public static final Measurement NONE = new Measurement(new long[0], Duration.ZERO);

    /// Nanoseconds, ascending.
    private final long[] latencies;

    private final Duration took;

    /// @param latencies nanoseconds of each call
    /// @param took      from the first call to the end of the last one
    public Measurement(long[] latencies, Duration took) {
        this.latencies = latencies.clone();
        Arrays.sort(this.latencies);
        this.took = took;
    }

    /// Combines two rounds.
    public Measurement and(Measurement other) {
        var all = LongStream.concat(Arrays.stream(latencies), Arrays.stream(other.latencies))
                .toArray();
        return new Measurement(all, took.plus(other.took));
    }

    /// Returns the duration that `percent` of the calls did not exceed (nearest rank).
    public Duration percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * latencies.length);
        return Duration.ofNanos(latencies[Math.max(rank, 1) - 1]);
    }

    /// Returns the calls per second.
    public double rate() {
        return latencies.length / (took.toNanos() / 1e9);
    }
}
