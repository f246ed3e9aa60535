package io.sluice.poison;

/// The position of a record on the topic.
public record Position(int partition, long offset) {}
