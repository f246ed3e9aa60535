package io.sluice.search.text;

import static io.sluice.search.SearchException.quoted;
import static java.util.stream.Collectors.joining;

import io.sluice.image.ImageFormat;
import io.sluice.search.Comparison;
import io.sluice.search.Field;
import io.sluice.search.Fields;
import io.sluice.search.Numbers;
import io.sluice.search.SearchException;
import io.sluice.search.Words;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The text form of a value that a field is compared with: an exact value, a prefix that ends in `*`, a
/// range, or `*` for any value. Every text that the type of the field does not accept is an error, which
/// names field, text and what is accepted.
public final class ValueText {

    /// Maximum length of a prefix, in characters: the length of the sortable part of a text.
    public static final int MAX_PREFIX = 255;

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,40}");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{0,40}");
    private static final Pattern DISTANCE = Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?)\\s?(m|km)");
    private static final Pattern ESCAPED_STAR = Pattern.compile("\\\\\\*");

    private static final BigInteger GREATEST = BigInteger.valueOf(Numbers.GREATEST - 1);
    private static final Set<Field> HASHES = Set.of(Fields.HASH, Fields.SHORT_HASH, Fields.BINARY_HASH);
    private static final Map<String, String> FORMATS = Map.of("jpeg", "jpg", "tiff", "tif");

    private ValueText() {}

    /// Reads a text in which a final `*` is special and `\*` is a star.
    ///
    /// @throws SearchException when the field does not accept it
    public static Comparison parse(Field field, String text) {
        if (text.equals("*")) {
            return new Comparison.Present();
        }
        var prefix = text.endsWith("*") && !text.endsWith("\\*");
        var literal = ESCAPED_STAR
                .matcher(prefix ? text.substring(0, text.length() - 1) : text)
                .replaceAll("*");
        return parse(field, literal, prefix, text);
    }

    /// Reads a text without special characters.
    ///
    /// @param prefix whether the text is the beginning of the value
    /// @throws SearchException when the field does not accept it
    static Comparison parse(Field field, String literal, boolean prefix) {
        return parse(field, literal, prefix, prefix ? literal + '*' : literal);
    }

    private static Comparison parse(Field field, String literal, boolean prefix, String original) {
        return switch (field.type()) {
            case KEYWORD -> keyword(field, literal, prefix);
            case TEXT -> words(field, literal, prefix);
            case LONG, DOUBLE, DATE -> number(field, original);
            case BOOLEAN -> flag(field, original);
            case POSITION -> position(field, original);
        };
    }

    private static Comparison keyword(Field field, String literal, boolean prefix) {
        var text = literal;
        if (HASHES.contains(field)) {
            text = literal.strip().toLowerCase(Locale.ROOT);
            if (!HEX.matcher(text).matches()) {
                throw unfit(field, literal, "up to 40 hexadecimal digits, which may end in * to match a prefix");
            }
        } else if (field.equals(Fields.FORMAT)) {
            text = prefix ? literal : format(literal);
        }
        if (!prefix) {
            return new Comparison.Equal(text);
        }
        if (text.length() > MAX_PREFIX) {
            throw unfit(field, literal, "a prefix of at most " + MAX_PREFIX + " characters");
        }
        return new Comparison.StartsWith(text);
    }

    private static String format(String literal) {
        var lower = literal.strip().toLowerCase(Locale.ROOT);
        var format = FORMATS.getOrDefault(lower, lower);
        if (ImageFormat.ofExtension(format).isEmpty()) {
            throw unfit(
                    Fields.FORMAT,
                    literal,
                    "one of "
                            + Arrays.stream(ImageFormat.values())
                                    .map(ImageFormat::extension)
                                    .collect(joining(", ")));
        }
        return format;
    }

    private static Comparison words(Field field, String literal, boolean prefix) {
        if (Words.runs(literal).isEmpty()) {
            throw unfit(field, literal, "text with at least one letter or digit");
        }
        return new Comparison.Contains(literal, prefix);
    }

    private static Comparison flag(Field field, String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> new Comparison.Equal("true");
            case "false", "0" -> new Comparison.Equal("false");
            default -> throw unfit(field, text, field.type().allowed());
        };
    }

    private static Comparison number(Field field, String literal) {
        var text = literal.strip();
        var range = RangeText.parse(text);
        if (range.isEmpty()) {
            var value = bound(field, RangeText.unquoted(text), literal);
            return new Comparison.Between(value.from(), value.to());
        }
        var lower = range.get().from();
        var upper = range.get().to();
        var from = Numbers.LEAST;
        var to = Numbers.GREATEST;
        if (!lower.isEmpty()) {
            var bound = bound(field, lower, literal);
            from = range.get().includesFrom() ? bound.from() : bound.to() + 1;
        }
        if (!upper.isEmpty()) {
            var bound = bound(field, upper, literal);
            to = range.get().includesTo() ? bound.to() : bound.from() - 1;
        }
        return new Comparison.Between(from, to);
    }

    /// Reads a number or a date, which is an interval.
    private static DateText.Interval bound(Field field, String text, String literal) {
        return switch (field.type()) {
            case LONG -> {
                if (!WHOLE.matcher(text).matches()) {
                    throw unfit(field, literal, field.type().allowed());
                }
                var number = new BigInteger(text);
                if (number.abs().compareTo(GREATEST) > 0) {
                    throw unfit(field, literal, "whole numbers from -" + GREATEST + " to " + GREATEST);
                }
                yield new DateText.Interval(number.longValue(), number.longValue());
            }
            case DOUBLE -> {
                if (!DECIMAL.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
                    throw unfit(field, literal, field.type().allowed());
                }
                var number = Numbers.of(Double.parseDouble(text));
                yield new DateText.Interval(number, number);
            }
            case DATE ->
                DateText.parse(text)
                        .orElseThrow(() -> unfit(field, literal, field.type().allowed()));
            case KEYWORD, TEXT, BOOLEAN, POSITION -> throw new IllegalArgumentException(field + " has no numbers");
        };
    }

    private static Comparison position(Field field, String text) {
        var parts = Arrays.stream(RangeText.unquoted(text.strip()).split(",", -1))
                .map(String::strip)
                .toList();
        var distance = parts.size() == 3 ? DISTANCE.matcher(parts.get(2)) : null;
        if (parts.size() < 2 || parts.size() > 4 || (distance != null && !distance.matches())) {
            throw unfit(field, text, field.type().allowed());
        }
        var latitude = coordinate(field, parts.get(0), 90, text);
        var longitude = coordinate(field, parts.get(1), 180, text);
        if (distance != null) {
            var meters =
                    Double.parseDouble(distance.group(1)) * (distance.group(2).equals("km") ? 1_000 : 1);
            return new Comparison.Near(latitude, longitude, meters);
        }
        if (parts.size() == 2) {
            return new Comparison.Inside(latitude, longitude, latitude, longitude);
        }
        var north = coordinate(field, parts.get(2), 90, text);
        if (north < latitude) {
            throw unfit(field, text, "a box whose south is not north of its north: south,west,north,east");
        }
        return new Comparison.Inside(latitude, longitude, north, coordinate(field, parts.get(3), 180, text));
    }

    private static double coordinate(Field field, String text, int limit, String whole) {
        return Optional.of(text)
                .filter(it -> DECIMAL.matcher(it).matches())
                .map(Double::parseDouble)
                .filter(degrees -> Math.abs(degrees) <= limit)
                .orElseThrow(() -> unfit(
                        field,
                        whole,
                        field.type().allowed() + ", with latitudes from -90 to 90 and longitudes from -180 to 180"));
    }

    private static SearchException unfit(Field field, String text, String allowed) {
        return new SearchException("The field " + quoted(field.name()) + " cannot be compared with " + quoted(text)
                + "; allowed is " + allowed);
    }
}
