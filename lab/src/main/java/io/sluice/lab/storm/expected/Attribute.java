package io.sluice.lab.storm.expected;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An attribute of an image that only one client changes, one change after the other: its last known value,
/// and the values that it may have because responses were lost. Safe for use by many threads.
///
/// A change without a response may have happened or not, and it may still happen later, after changes that
/// were requested and answered since: a frozen server continues. Only after some time is that impossible.
public final class Attribute<T> {

    /// Maximum time after which a change may happen that its client gave up: a server is frozen for 14 s, then
    /// sends for as long as a producer retries, plus a margin.
    public static final Duration LATENESS = Duration.ofSeconds(90);

    private final List<Doubt<T>> doubts = new ArrayList<>();
    private final Duration lateness;
    private T settled;

    private record Doubt<T>(T value, Instant givenUp) {}

    public Attribute(T initial) {
        this(initial, LATENESS);
    }

    /// @param lateness maximum time after which a change may happen that its client gave up
    public Attribute(T initial, Duration lateness) {
        this.lateness = lateness;
        settled = initial;
    }

    /// Records the response to a change.
    ///
    /// @param asked time of the request
    public synchronized void settle(T value, Instant asked) {
        settled = value;
        doubts.removeIf(doubt -> doubt.givenUp.plus(lateness).isBefore(asked));
    }

    /// Records a change without a response, or without one from every server that received it.
    public synchronized void doubt(T value, Instant givenUp) {
        doubts.add(new Doubt<>(value, givenUp));
    }

    public synchronized T settled() {
        return settled;
    }

    synchronized boolean isCertain() {
        return doubts.stream().allMatch(doubt -> doubt.value.equals(settled));
    }

    /// Whether some order of events leads to `value`.
    public synchronized boolean allows(T value) {
        return settled.equals(value) || doubts.stream().anyMatch(doubt -> doubt.value.equals(value));
    }

    @Override
    public synchronized String toString() {
        return settled
                + (doubts.isEmpty()
                        ? ""
                        : " or " + doubts.stream().map(Doubt::value).distinct().toList());
    }
}
