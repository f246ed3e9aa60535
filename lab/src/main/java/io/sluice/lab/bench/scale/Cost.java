package io.sluice.lab.bench.scale;

import io.sluice.lab.bench.load.Measurement;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;

/// The times of requests of one kind.
///
/// @param cpu processor time of the server for each of them
record Cost(Measurement times, Duration cpu) {

    /// Puts the figures into rows that begin with `what`.
    void putInto(Figures figures, String what) {
        figures.put(what + ", p50 / p99", Units.time(times.percentile(50)) + " / " + Units.time(times.percentile(99)));
        figures.put(what + ", server CPU", Units.time(cpu));
    }
}
