package io.sluice.search.index;

/// A place that the work of a search passes every fraction of a millisecond.
@FunctionalInterface
interface Checkpoint {

    Checkpoint NONE = () -> {};

    /// Pauses the work, or ends it with an exception.
    void pass();
}
