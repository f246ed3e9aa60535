package io.sluice.search;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/// The order of a list. Images without a value come last, in both directions; of several values, the least
/// one counts in ascending order and the greatest one in descending order.
///
/// @param keys the most significant first; the order is completed by `created` (newest first) and `hash`, so
///             that no two images are equal
public record Sort(List<Key> keys) {

    /// Maximum number of fields to sort by: a cursor contains a value of each.
    public static final int MAX_FIELDS = 3;

    private static final Key NEWEST = new Key(Fields.CREATED, true);

    /// Newest first.
    public static final Sort DEFAULT = new Sort(List.of());

    /// The order of slices.
    public static final Sort BY_HASH = new Sort(List.of(new Key(Fields.HASH, false)));

    /// A field to sort by.
    public record Key(Field field, boolean descending) {
        @Override
        public String toString() {
            return field.name() + (descending ? " desc" : " asc");
        }
    }

    public Sort {
        var complete = new ArrayList<Key>();
        for (var key : keys) {
            if (complete.stream().noneMatch(earlier -> earlier.field.equals(key.field))) {
                complete.add(key);
            }
        }
        if (complete.stream().noneMatch(key -> isUnique(key.field) || key.field.equals(Fields.CREATED))) {
            complete.add(NEWEST);
        }
        if (complete.stream().noneMatch(key -> isUnique(key.field))) {
            complete.add(new Key(Fields.HASH, false));
        }
        keys = List.copyOf(complete);
    }

    private static boolean isUnique(Field field) {
        return field.equals(Fields.HASH);
    }

    @Override
    public String toString() {
        return keys.stream().map(Key::toString).collect(joining(","));
    }
}
