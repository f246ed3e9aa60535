package io.sluice.lab.storm.cluster;

import java.time.Duration;
import java.util.Collection;

/// A time from a moment to another one, both by [System#nanoTime()].
public record Span(long from, long to) {

    public Duration length() {
        return Duration.ofNanos(to - from);
    }

    /// How much of it lies in this span, too.
    public Duration overlap(Span other) {
        return Duration.ofNanos(Math.max(0, Math.min(to, other.to) - Math.max(from, other.from)));
    }

    /// How much of these spans lies in this one, together.
    public Duration overlap(Collection<Span> others) {
        return others.stream().map(this::overlap).reduce(Duration.ZERO, Duration::plus);
    }

    public boolean contains(long moment) {
        return moment - from >= 0 && to - moment >= 0;
    }
}
