package io.sluice.lab.storm.cluster;

import io.sluice.config.DurationText;
import io.sluice.standalone.console.CommandFailure;
import java.time.Duration;
import java.util.Locale;

/// A time in which a dependency of every service cannot be reached.
///
/// @param target the dependency
/// @param lasts  duration
public record Outage(Target target, Duration lasts) {

    public enum Target {
        BROKER,
        STORE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Reads an option such as `broker=3m`.
    ///
    /// @throws CommandFailure with the allowed forms
    public static Outage parse(String text) {
        var equals = text.indexOf('=');
        for (var target : Target.values()) {
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
