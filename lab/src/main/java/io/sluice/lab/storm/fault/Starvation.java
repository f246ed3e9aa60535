package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.fault.Schedule.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The times in which processes are halted, while other processes use the CPU time. They are drawn from the
/// seed in advance.
public final class Starvation {

    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    /// Minimum time between two halts, in which processes can work.
    private static final Duration LEAST_GAP = Duration.ofSeconds(5);

    private static final Duration MOST_GAP = Duration.ofSeconds(20);

    /// One of this number of halts affects all processes at the same time, as when a machine is suspended.
    private static final int ALL = 4;

    private Starvation() {}

    /// Draws the halts of a trial of `length`, in the order of their beginnings; all end with the trial.
    ///
    /// In a short trial they are at most a third of its length.
    public static Schedule schedule(long seed, Duration length, Layout layout) {
        var random = Schedule.random(seed, 0);
        var victims = new Deck<>(random, layout.processes());
        var longest = longest(length);
        var shortest = shorter(SHORTEST, longest);
        var events = new ArrayList<Event>();
        var at = gap(random.nextDouble(), length);
        while (at.compareTo(length) < 0) {
            var lasts = shorter(between(shortest, longest, random.nextDouble()), length.minus(at));
            var halted = random.nextInt(ALL) == 0 ? layout.processes() : List.of(victims.deal());
            for (var process : halted) {
                events.add(new Event(at, lasts, new Fault.Freeze(process)));
            }
            at = at.plus(lasts).plus(gap(random.nextDouble(), length));
        }
        return new Schedule(events);
    }

    /// Returns the longest halt of a trial of `length`.
    public static Duration longest(Duration length) {
        return shorter(LONGEST, length.dividedBy(3));
    }

    private static Duration gap(double dice, Duration length) {
        var most = shorter(MOST_GAP, length.dividedBy(6));
        return between(shorter(LEAST_GAP, most), most, dice);
    }

    /// Draws a duration: every doubling has the same probability, so short ones are as frequent as long ones.
    private static Duration between(Duration least, Duration most, double dice) {
        var ratio = (double) most.toMillis() / least.toMillis();
        return Duration.ofMillis(Math.round(least.toMillis() * Math.pow(ratio, dice)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
