package io.sluice.search.facet;

/// A place that the work of a search passes every fraction of a millisecond.
@FunctionalInterface
public interface Checkpoint {

    Checkpoint NONE = () -> {};

    /// Pauses the work, or ends it with an exception.
    void pass();
}
