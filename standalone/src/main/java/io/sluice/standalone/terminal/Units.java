package io.sluice.standalone.terminal;

import java.time.Duration;
import java.util.Locale;

/// Formatting of numbers with units.
public final class Units {

    private static final double KILO = 1000;

    private Units() {}

    /// Formats bytes in decimal units: `999 B`, `12.3 MB`.
    public static String bytes(long count) {
        if (count < KILO) {
            return count + " B";
        }
        var units = new String[] {"kB", "MB", "GB", "TB", "PB"};
        var value = count / KILO;
        var unit = 0;
        while (value >= KILO && unit < units.length - 1) {
            value /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /// Formats a duration with about three digits: `7.3 ms`, `250 ms`, `12.4 s`, `3 min 20 s`, `2 h 5 min`.
    public static String time(Duration time) {
        var millis = time.toNanos() / 1e6;
        if (millis < 100) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 1000) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        if (time.toSeconds() < 100) {
            return String.format(Locale.ROOT, "%.1f s", millis / KILO);
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
