package io.sluice.search.facet;

/// The values of a field in documents of one segment.
public sealed interface Counts permits Tally, Extremes {

    /// Returns the memory that it takes.
    long bytes();
}
