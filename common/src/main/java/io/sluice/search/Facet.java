package io.sluice.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a field in the images that a search finds.
///
/// @param values up to [#MAX_VALUES] values, the most frequent first; empty for numbers and dates that every
///               image has
/// @param range  least and greatest value of a number or a date, or null when there is none
public record Facet(
        Field field, List<Count> values, @Nullable Range range) {

    /// Maximum number of values of one facet.
    public static final int MAX_VALUES = 1_000;

    /// Maximum number of facets of a search.
    public static final int MAX_FIELDS = 5;

    public Facet {
        values = List.copyOf(values);
    }

    /// A value, and the number of images that have it.
    ///
    /// @param value a text, a number, a boolean or a time
    public record Count(Object value, long count) {}

    /// @param min the least value: a number or a time
    /// @param max the greatest value
    public record Range(Object min, Object max) {}
}
