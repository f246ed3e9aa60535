package io.sluice.lab.bench;

import java.time.Duration;
import java.time.Instant;

/// What is known of the server while uploads are measured.
interface Probe {

    /// Returns the processor time of the server so far; always zero when it is unknown.
    Duration cpu();

    /// Reports a measured round.
    ///
    /// @param cpu processor time of the server meanwhile
    default void measured(Instant from, Instant to, Duration cpu, int uploads) {}
}
