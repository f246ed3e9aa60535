package io.sluice.search;

import java.util.List;

/// A position in a sorted list: after an image with these values, whether it still exists or not.
///
/// @param values one for each key of the [Sort]
public record Position(List<Value> values) {

    public Position {
        values = List.copyOf(values);
    }

    /// The value of a sort key.
    public sealed interface Value {}

    /// A value of a field of every image that is a number or a date, as encoded by [Numbers].
    public record Numeric(long encoded) implements Value {}

    /// Any other value: its bytes in the index, as hexadecimal digits.
    public record Bytes(String hex) implements Value {}

    /// No value.
    public record Missing() implements Value {}
}
