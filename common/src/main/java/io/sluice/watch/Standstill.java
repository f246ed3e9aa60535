package io.sluice.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The decisions about parts of the process that hang. It compares the observations of one round with those
/// of the previous round, and has no clock: each round comes with its counted time. For one thread.
final class Standstill {

    private final WatchdogConfig config;
    private Map<Object, Standing> standings = new HashMap<>();

    Standstill(WatchdogConfig config) {
        this.config = config;
    }

    /// An action of the watchdog.
    sealed interface Verdict {

        /// The part has hung for the first limit: kick it.
        record Kick(Look look, Duration standing, Instant since) implements Verdict {}

        /// A part that was kicked works again.
        record Recovered(Look look, Instant since) implements Verdict {}

        /// The part has hung for the second limit too: end the process.
        record Exit(Look look, Instant since) implements Verdict {}
    }

    /// How long one part has hung.
    ///
    /// @param since    when it was last seen working
    /// @param standing counted time since then, or since the kick
    private record Standing(long count, Instant since, Duration standing, boolean kicked) {

        static Standing none(long count, Instant now) {
            return new Standing(count, now, Duration.ZERO, false);
        }
    }

    /// Evaluates the observations of one round. A part that is seen for the first time, or is no longer seen,
    /// does not hang.
    ///
    /// @param counted the counted time since the previous round
    /// @param now     for the log
    List<Verdict> round(Collection<Look> looks, Duration counted, Instant now) {
        var verdicts = new ArrayList<Verdict>();
        var next = new HashMap<Object, Standing>();
        for (var look : looks) {
            var before = standings.get(look.thing());
            next.put(
                    look.thing(),
                    before == null
                            ? Standing.none(look.count(), now)
                            : compare(look, before, before.standing.plus(counted), now, verdicts));
        }
        standings = next;
        return verdicts;
    }

    /// Returns the longest counted time that any part has hung.
    Duration longest() {
        return standings.values().stream()
                .map(Standing::standing)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Standing compare(Look look, Standing before, Duration standing, Instant now, List<Verdict> verdicts) {
        if (look.count() != before.count || look.excused()) {
            if (before.kicked) {
                verdicts.add(new Verdict.Recovered(look, before.since));
            }
            return Standing.none(look.count(), now);
        }
        if (before.kicked) {
            if (standing.compareTo(config.exit()) >= 0) {
                verdicts.add(new Verdict.Exit(look, before.since));
            }
            return new Standing(before.count, before.since, standing, true);
        }
        if (standing.compareTo(config.kick()) >= 0) {
            verdicts.add(new Verdict.Kick(look, standing, before.since));
            return new Standing(before.count, before.since, Duration.ZERO, true);
        }
        return new Standing(before.count, before.since, standing, false);
    }
}
