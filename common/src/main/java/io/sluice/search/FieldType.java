package io.sluice.search;

/// The type of a field: it decides which conditions the field supports, and how its values are ordered.
public enum FieldType {
    /// Text that is compared as a whole; ordered by code points.
    KEYWORD("text, which may end in * to match a prefix"),
    /// Text that is searched by words. Neither sortable nor countable.
    TEXT("words"),
    LONG("a whole number such as 42, or a range such as [1,10}"),
    DOUBLE("a number such as 1.5, or a range such as [0.5,2}"),
    /// A point in time, with a precision of a microsecond.
    DATE("a date such as 2026-01-31 or 2026-01-31T12:00:00Z, or a range such as [2026-01-01,2026-02-01}"),
    BOOLEAN("true or false"),
    /// Latitude and longitude; ordered by latitude.
    POSITION("a position such as 47.38,8.52, a distance such as 47.38,8.52,10km, or a box such as"
            + " 47.3,8.4,47.5,8.6 (south, west, north, east)");

    private final String allowed;

    FieldType(String allowed) {
        this.allowed = allowed;
    }

    /// Returns a description of the accepted values, for messages.
    public String allowed() {
        return allowed;
    }

    /// Returns whether values are numbers, which have ranges: numbers and dates.
    public boolean isNumeric() {
        return this == LONG || this == DOUBLE || this == DATE;
    }

    /// Returns whether lists can be sorted by fields of this type.
    public boolean isSortable() {
        return this != TEXT;
    }

    /// Returns whether values of fields of this type can be counted.
    public boolean isCountable() {
        return this != TEXT && this != POSITION;
    }
}
