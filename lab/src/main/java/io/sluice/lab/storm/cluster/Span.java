package io.sluice.lab.storm.cluster;

import java.time.Duration;
import java.util.Collection;

/// A time span between two moments by [System#nanoTime()].
public record Span(long from, long to) {

    public Duration length() {
        return Duration.ofNanos(to - from);
    }

    /// Returns the duration of the intersection with the other span.
    public Duration overlap(Span other) {
        return Duration.ofNanos(Math.max(0, Math.min(to, other.to) - Math.max(from, other.from)));
    }

    /// Returns the total duration of the intersections with these spans.
    public Duration overlap(Collection<Span> others) {
        return others.stream().map(this::overlap).reduce(Duration.ZERO, Duration::plus);
    }

    public boolean contains(long moment) {
        return moment - from >= 0 && to - moment >= 0;
    }
}
