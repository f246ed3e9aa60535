package io.sluice.standalone.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The recent rate of work, and the time that the rest takes at this rate. Not thread-safe.
final class Pace {

    /// Time over which the rate is measured.
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(1);

    /// Minimum time and work from which the rest can be estimated.
    private static final Duration ENOUGH_TIME = Duration.ofSeconds(5);

    private static final long ENOUGH_WORK = 20;

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// @param began start of the work, as [System#nanoTime()]
    Pace(long began) {
        samples.add(new Sample(began, 0));
    }

    /// Adds the number of items done so far.
    void add(long now, long done) {
        if (now - samples.getLast().nanos >= SAMPLE_INTERVAL.toNanos()) {
            samples.addLast(new Sample(now, done));
            while (samples.size() > 2 && now - samples.getFirst().nanos > WINDOW.toNanos()) {
                samples.removeFirst();
            }
        }
    }

    /// Returns items per second.
    double rate(long now, long done) {
        var first = samples.getFirst();
        return (done - first.done) / Math.max((now - first.nanos) / 1e9, 0.001);
    }

    /// Returns the time that `rest` items take, once there is enough to tell.
    Optional<Duration> left(long now, long done, long rest) {
        var first = samples.getFirst();
        if (now - first.nanos < ENOUGH_TIME.toNanos() || done - first.done < ENOUGH_WORK || rest <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) (rest / rate(now, done) * 1000)));
    }
}
