package io.sluice.lab.storm.fault;

import io.sluice.config.DurationText;
import io.sluice.lab.storm.cluster.Link;
import io.sluice.standalone.terminal.CommandFailure;
import java.time.Duration;

/// A time in which a dependency of every service cannot be reached.
///
/// @param target what cannot be reached
/// @param lasts  how long
public record Outage(Link.To target, Duration lasts) {

    /// Reads an option such as `broker=3m`.
    ///
    /// @throws CommandFailure with the allowed forms
    public static Outage parse(String text) {
        var equals = text.indexOf('=');
        for (var target : Link.To.values()) {
            if (equals > 0 && target.toString().equals(text.substring(0, equals))) {
                return new Outage(target, lasts(text, equals + 1));
            }
        }
        throw new CommandFailure("--outage must be broker=TIME or store=TIME, such as broker=3m, not \"" + text + '"');
    }

    private static Duration lasts(String text, int from) {
        try {
            return DurationText.parse(text.substring(from));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("the time of --outage " + text + ' ' + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return target + " unavailable for " + lasts.toSeconds() + " s";
    }
}
