package io.sluice.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The processing history of an operation: acceptance, attempts, and the durations of the last attempt's
/// stages.
///
/// @param accepted when the pipeline accepted the operation
/// @param attempts number of attempts so far, at least 1
/// @param stages   milliseconds by stage: `queue`, `fetch`, `identify`, `optimize`, `store` …
/// @param worked   when the last attempt handed its result over to the catalog; null without such an attempt
public record Trail(
        Instant accepted,
        int attempts,
        Map<String, Long> stages,
        @Nullable Instant worked) {

    private static final Duration CREDIBLE = Duration.ofDays(1);

    public Trail {
        stages = Collections.unmodifiableMap(new TreeMap<>(stages));
    }

    public Trail(Instant accepted, int attempts, Map<String, Long> stages) {
        this(accepted, attempts, stages, null);
    }

    /// Returns when a command was accepted: the time that the producer states, unless it differs by more than
    /// a day from the record's timestamp, which indicates a wrong clock.
    ///
    /// @param published timestamp of the command's record
    public static Instant accepted(@Nullable Instant claimed, Instant published) {
        return claimed == null
                        || claimed.isBefore(published.minus(CREDIBLE))
                        || claimed.isAfter(published.plus(CREDIBLE))
                ? published
                : claimed;
    }

    /// Creates the trail of a command that goes directly to the catalog.
    public static Trail direct(Instant accepted) {
        return new Trail(accepted, 1, Map.of());
    }

    /// Returns this trail with one more stage.
    public Trail with(String stage, Duration took) {
        var longer = new TreeMap<>(stages);
        longer.put(stage, took.toMillis());
        return new Trail(accepted, attempts, longer, worked);
    }

    /// Returns this trail with the end of the last attempt.
    public Trail workedAt(Instant time) {
        return new Trail(accepted, attempts, stages, time);
    }
}
