package io.sluice.command;

/// The position of a record in Kafka.
public record RecordPosition(String topic, int partition, long offset) {}
