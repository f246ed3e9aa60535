package io.sluice.search.index;

/// The values of a field in documents of one segment.
sealed interface Counts permits Tally, Extremes {

    /// Returns the memory that it takes.
    long bytes();
}
