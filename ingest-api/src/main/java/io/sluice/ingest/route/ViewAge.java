package io.sluice.ingest.route;

import io.sluice.watch.Reachability;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The maximum age of the data in this node's views. An interface, so that tests can simulate an outage.
@FunctionalInterface
public interface ViewAge {

    /// Returns the age now; zero while the views follow their topics.
    Duration now();

    /// Returns the age of the oldest of some views, or of the outage of Kafka if that is longer.
    ///
    /// @param views their current ages
    static ViewAge of(Reachability reachability, Clock clock, List<Supplier<Duration>> views) {
        return () -> Stream.concat(
                        reachability.awaySince().map(since -> Duration.between(since, clock.instant())).stream(),
                        views.stream().map(Supplier::get))
                .filter(Duration::isPositive)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
