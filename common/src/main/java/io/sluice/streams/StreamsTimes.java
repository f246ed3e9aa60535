package io.sluice.streams;

import io.sluice.watch.Outage;
import java.time.Duration;

/// The limits and intervals of a [StreamsApplication].
///
/// @param firstPause   pause before the first restart; it doubles with each further one
/// @param longestPause maximum of every pause
/// @param look         interval between two checks of an instance
/// @param pollCheck    interval between two checks of when its threads polled last, which read all its
///                     metrics
/// @param steady       how long an instance must process records to reset the count of consecutive bugs
/// @param close        maximum duration of closing an instance
/// @param closeAway    the same while Kafka is unavailable, when nothing can be committed
record StreamsTimes(
        Duration firstPause,
        Duration longestPause,
        Duration look,
        Duration pollCheck,
        Duration steady,
        Duration close,
        Duration closeAway) {
    static final StreamsTimes DEFAULTS = new StreamsTimes(
            Outage.FIRST_WAIT,
            Outage.LONGEST_WAIT,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3));
}
