package io.sluice.ingest;

import io.sluice.watch.KafkaReachability;
import java.time.Clock;
import java.time.Duration;

/// How old what this node's views show may be. A port, so that an outage can be simulated.
@FunctionalInterface
interface ViewAge {

    /// Zero while the views follow their topics.
    Duration now();

    /// The age that follows from an outage of Kafka alone.
    static ViewAge of(KafkaReachability reachability, Clock clock) {
        return () -> reachability
                .awaySince()
                .map(since -> Duration.between(since, clock.instant()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
