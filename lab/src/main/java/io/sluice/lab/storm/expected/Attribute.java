package io.sluice.lab.storm.expected;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Something of an image that only one client changes, one change after the other: what that client was told it is, and
/// what it may be because an answer got lost. Safe for use by many threads.
///
/// A change whose answer got lost may have happened or not, and it may still happen later, after changes that were
/// asked for and answered since: a frozen server wakes up and goes on. Only after a while is that out of the question.
public final class Attribute<T> {

    /// Longest that a change may happen after its client gave it up: a server that is frozen for 14 s and then sends
    /// for as long as a producer tries, and some more.
    public static final Duration LATENESS = Duration.ofSeconds(90);

    private final List<Doubt<T>> doubts = new ArrayList<>();
    private final Duration lateness;
    private T settled;

    private record Doubt<T>(T value, Instant givenUp) {}

    public Attribute(T initial) {
        this(initial, LATENESS);
    }

    /// @param lateness longest that a change may happen after its client gave it up
    public Attribute(T initial, Duration lateness) {
        this.lateness = lateness;
        settled = initial;
    }

    /// A change was answered.
    ///
    /// @param asked when it was asked for
    public synchronized void settle(T value, Instant asked) {
        settled = value;
        doubts.removeIf(doubt -> doubt.givenUp.plus(lateness).isBefore(asked));
    }

    /// A change was not answered, or not by every server that was asked.
    public synchronized void doubt(T value, Instant givenUp) {
        doubts.add(new Doubt<>(value, givenUp));
    }

    public synchronized T settled() {
        return settled;
    }

    synchronized boolean isCertain() {
        return doubts.stream().allMatch(doubt -> doubt.value.equals(settled));
    }

    /// Whether some order of what happened leads to `value`.
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
