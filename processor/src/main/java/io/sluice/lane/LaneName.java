package io.sluice.lane;

import java.util.Locale;

/// The kinds of work on records. Each has its own threads, so that work of one kind never waits for another.
public enum LaneName {
    /// Identification of bytes that are in the store or in the record.
    DIRECT,
    /// Fetching of bytes into the store, nearly all of which is waiting for other hosts.
    FETCH,
    /// Conversion, with the wait for a conversion process.
    CONVERT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
