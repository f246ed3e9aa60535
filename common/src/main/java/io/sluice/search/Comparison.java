package io.sluice.search;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// How the value of a field is compared.
public sealed interface Comparison {

    /// Any value at all.
    record Present() implements Comparison {}

    /// Exactly this text.
    record Equal(String text) implements Comparison {}

    /// Text that begins with this prefix.
    record StartsWith(String prefix) implements Comparison {}

    /// Text that contains all words of `text`, in any order; of an array, one element contains them.
    ///
    /// @param prefix whether the last word may be the beginning of one
    record Contains(String text, boolean prefix) implements Comparison {}

    /// A number from `from` to `to`, both included, in the encoding of [Numbers]. The range is empty when
    /// `from` exceeds `to`, and has no bound where [Numbers#LEAST] or [Numbers#GREATEST] is.
    record Between(long from, long to) implements Comparison {}

    /// A position at most `meters` from this one.
    record Near(double latitude, double longitude, double meters) implements Comparison {}

    /// A position in a box, borders included. It spans the date line when `west` exceeds `east`.
    record Inside(double south, double west, double north, double east) implements Comparison {}

    /// Returns the text of the test in a filter expression.
    ///
    /// @param type type of the tested field
    default String text(FieldType type) {
        return switch (this) {
            case Present() -> "*";
            case Equal(var text) -> quoted(text);
            case StartsWith(var prefix) -> quoted(prefix) + '*';
            case Contains(var text, var prefix) -> quoted(text) + (prefix ? "*" : "");
            case Between(var from, var to) ->
                (from == Numbers.LEAST ? "{" : "[" + bound(type, from))
                        + ','
                        + (to == Numbers.GREATEST ? "}" : bound(type, to) + "]");
            case Near(var latitude, var longitude, var meters) -> latitude + "," + longitude + ',' + meters + 'm';
            case Inside(var south, var west, var north, var east) -> south + "," + west + ',' + north + ',' + east;
        };
    }

    DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static String bound(FieldType type, long encoded) {
        return switch (type) {
            case DOUBLE -> Double.toString(Numbers.toDouble(encoded));
            case DATE -> MICROSECONDS.format(Numbers.toInstant(encoded));
            case LONG, KEYWORD, TEXT, BOOLEAN, POSITION -> Long.toString(encoded);
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
