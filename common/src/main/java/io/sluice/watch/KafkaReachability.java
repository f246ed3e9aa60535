package io.sluice.watch;

import java.time.Instant;
import java.util.Optional;

/// Whether the Kafka cluster answers this process. A port, so that an outage can be simulated.
@FunctionalInterface
public interface KafkaReachability {

    /// For tests and for what runs without Kafka.
    KafkaReachability ALWAYS = Optional::empty;

    /// Since when no broker has answered; empty while one answers.
    Optional<Instant> awaySince();
}
