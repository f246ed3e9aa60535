package io.sluice.watch;

import java.time.Instant;
import java.util.Optional;

/// The availability of a dependency, Kafka or the object store. An interface, so that tests can simulate an
/// outage.
@FunctionalInterface
public interface Reachability {

    /// An available dependency, for tests and for code that runs without the dependency.
    Reachability ALWAYS = Optional::empty;

    /// Returns since when the dependency has not answered; empty while it answers.
    Optional<Instant> awaySince();
}
