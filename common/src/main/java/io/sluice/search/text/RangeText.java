package io.sluice.search.text;

import java.util.Optional;

/// A range in set notation, as text: `[` and `]` include the bound, `{` and `}` exclude it, and either bound
/// may be absent. Bounds may be quoted.
///
/// @param from text of the lower bound, empty when it is absent
/// @param to   text of the upper bound, empty when it is absent
record RangeText(String from, boolean includesFrom, String to, boolean includesTo) {

    /// Returns the range that `text` denotes, or nothing when it is not in set notation.
    static Optional<RangeText> parse(String text) {
        var length = text.length();
        if (length < 3 || "[{".indexOf(text.charAt(0)) < 0 || "]}".indexOf(text.charAt(length - 1)) < 0) {
            return Optional.empty();
        }
        var bounds = text.substring(1, length - 1).split(",", -1);
        if (bounds.length != 2) {
            return Optional.empty();
        }
        return Optional.of(new RangeText(
                unquoted(bounds[0].strip()),
                text.charAt(0) == '[',
                unquoted(bounds[1].strip()),
                text.charAt(length - 1) == ']'));
    }

    static String unquoted(String text) {
        var length = text.length();
        return length >= 2 && "'\"".indexOf(text.charAt(0)) >= 0 && text.charAt(0) == text.charAt(length - 1)
                ? text.substring(1, length - 1)
                : text;
    }
}
