package io.sluice.search.text;

import io.sluice.search.Numbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text form of a date: a day, a minute, a second, or a fraction of one; in UTC unless it has an offset.
/// It names the whole interval, so that `2026-01-31` includes that day to its end.
final class DateText {

    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})"
            + "(?:[Tt ](\\d{2}:\\d{2})(:\\d{2})?(\\.\\d{1,9})?\\s?(Z|z|([+ -]?)(\\d{2}):?(\\d{2}))?)?");

    private DateText() {}

    /// The interval that a date names, in the encoding of [Numbers], both ends included.
    record Interval(long from, long to) {}

    static Optional<Interval> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var day = LocalDate.parse(matcher.group(1));
            if (matcher.group(2) == null) {
                var from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
                return Optional.of(interval(from, from.plus(1, ChronoUnit.DAYS)));
            }
            var seconds = matcher.group(3);
            var fraction = matcher.group(4);
            if (seconds == null && fraction != null) {
                return Optional.empty();
            }
            var time = LocalTime.parse(
                    matcher.group(2) + (seconds == null ? "" : seconds) + (fraction == null ? "" : fraction));
            var from =
                    LocalDateTime.of(day, time).toInstant(offset(matcher.group(6), matcher.group(7), matcher.group(8)));
            if (fraction != null) {
                return Optional.of(new Interval(Numbers.of(from), Numbers.of(from)));
            }
            return Optional.of(interval(from, from.plus(1, seconds == null ? ChronoUnit.MINUTES : ChronoUnit.SECONDS)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// @param sign a space is a plus sign that was not encoded in a query string
    private static ZoneOffset offset(String sign, String hours, String minutes) {
        if (hours == null) {
            return ZoneOffset.UTC;
        }
        var direction = "-".equals(sign) ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(direction * Integer.parseInt(hours), direction * Integer.parseInt(minutes));
    }

    private static Interval interval(Instant from, Instant end) {
        return new Interval(Numbers.of(from), Numbers.of(end) - 1);
    }
}
