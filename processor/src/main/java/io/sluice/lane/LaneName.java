package io.sluice.lane;

import java.util.Locale;

/// The kinds of work on records. Each has threads of its own, so that work of one kind never waits for another
/// kind.
public enum LaneName {
    /// Looks at bytes that are in the store or in the record.
    DIRECT,
    /// Brings bytes into the store that are elsewhere; nearly all of it is waiting for others.
    FETCH,
    /// Waits for a conversion process and converts.
    CONVERT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
