package io.sluice.watch;

import java.time.Instant;
import java.util.Optional;

/// Whether a dependency, Kafka or the object store, answers this process. A port, so that an outage can be simulated.
@FunctionalInterface
public interface Reachability {

    /// For tests and for what runs without the dependency.
    Reachability ALWAYS = Optional::empty;

    /// Since when the dependency has not answered; empty while it answers.
    Optional<Instant> awaySince();
}
