package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Metadata that users set on an image: named values, each name with an optional type, as in `int:price`.
///
/// A name is `[a-z0-9_]{1,54}`, after a type and a colon if there is one; types are `str text int double date
/// latlon array array_text`. A value must match its type: `date` is `2019-12-10T11:13:24Z`, `latlon` is
/// `"47.38,8.52"`.
public record UserMetadata(@JsonValue SortedMap<String, JsonNode> fields) {

    /// Maximum length for one image, in characters as counted by [#length].
    public static final int MAX_LENGTH = 256 * 1024;

    public static final UserMetadata NONE = new UserMetadata(Collections.emptySortedMap());

    private static final Pattern NAME =
            Pattern.compile("(?:(str|text|int|double|date|latlon|array|array_text):)?[a-z0-9_]{1,54}");
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern LATLON = Pattern.compile("-?\\d{1,2}(\\.\\d{1,20})?,\\s?-?\\d{1,3}(\\.\\d{1,20})?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserMetadata {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        fields.forEach(UserMetadata::check);
    }

    /// Returns these fields overwritten by those of `given`; fields that `given` does not contain are kept.
    public UserMetadata with(UserMetadata given) {
        if (given.fields.isEmpty()) {
            return this;
        }
        var merged = new TreeMap<>(fields);
        merged.putAll(given.fields);
        return new UserMetadata(merged);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /// Returns the number of characters of all names, and of all values as JSON.
    public long length() {
        return MetadataLength.of(fields);
    }

    /// Returns whether the length exceeds [#MAX_LENGTH].
    public boolean isTooLong() {
        return length() > MAX_LENGTH;
    }

    /// Returns these fields if their values can be meant: dates that exist, positions on earth, numbers of 64
    /// bits. Stored metadata is read without this check, which earlier versions did not have.
    ///
    /// @throws IllegalArgumentException with a message for the client
    public UserMetadata requirePossible() {
        fields.forEach((name, value) -> {
            var expected = MetadataRange.violated(name, value);
            if (expected != null) {
                throw invalid(name, expected, value);
            }
        });
        return this;
    }

    private static void check(String name, JsonNode value) {
        FiniteNumbers.require(name, value);
        var matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the name \"" + name
                    + "\" must be 1 to 54 characters of a-z, 0-9 and '_', with an optional type before a colon");
        }
        var type = matcher.group(1);
        var expected = switch (type == null ? "" : type) {
            case "str", "text" -> value.isTextual() ? null : "a string";
            case "int" -> value.isIntegralNumber() ? null : "a whole number";
            case "double" -> value.isNumber() ? null : "a number";
            case "date" ->
                value.isTextual() && DATE.matcher(value.textValue()).matches()
                        ? null
                        : "a date such as 2019-12-10T11:13:24Z";
            case "latlon" ->
                value.isTextual() && LATLON.matcher(value.textValue()).matches()
                        ? null
                        : "a position such as \"47.38,8.52\"";
            case "array", "array_text" -> isArrayOfStrings(value) ? null : "an array of strings";
            default ->
                (value.isValueNode() && !value.isNull()) || isArrayOfStrings(value)
                        ? null
                        : "a string, a number, a boolean or an array of strings";
        };
        if (expected != null) {
            throw invalid(name, expected, value);
        }
    }

    private static IllegalArgumentException invalid(String name, String expected, JsonNode value) {
        return new IllegalArgumentException("the value of \"" + name + "\" must be " + expected + ", but is " + value);
    }

    private static boolean isArrayOfStrings(JsonNode value) {
        if (!value.isArray()) {
            return false;
        }
        for (var element : value) {
            if (!element.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
