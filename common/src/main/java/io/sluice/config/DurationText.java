package io.sluice.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Parser of durations in human notation: `250ms`, `60s`, `10m`, `12h`, `30d`.
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /// Parses a duration.
    /// @throws IllegalArgumentException with the allowed forms in its message
    public static Duration parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("must be a positive duration such as 250ms, 60s, 10m, 12h or 30d");
        }
        var count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
