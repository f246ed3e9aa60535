package io.sluice.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How an operation went: when it was accepted, how often it was tried, and how long each stage of the last try took.
///
/// @param accepted when the pipeline took it on
/// @param attempts tries so far, at least 1
/// @param stages   milliseconds by stage: `queue`, `fetch`, `identify`, `optimize`, `store` …
public record Trail(Instant accepted, int attempts, Map<String, Long> stages) {

    private static final Duration CREDIBLE = Duration.ofDays(1);

    public Trail {
        stages = Collections.unmodifiableMap(new TreeMap<>(stages));
    }

    /// The trail of something that goes straight to the catalog.
    /// When a command counts as accepted: when its producer says so, unless that is more than a day from when it
    /// was published, which nothing explains but a broken clock.
    ///
    /// @param published timestamp of the command's record
    public static Instant accepted(@Nullable Instant claimed, Instant published) {
        return claimed == null
                        || claimed.isBefore(published.minus(CREDIBLE))
                        || claimed.isAfter(published.plus(CREDIBLE))
                ? published
                : claimed;
    }

    public static Trail direct(Instant accepted) {
        return new Trail(accepted, 1, Map.of());
    }

    /// This trail with one more stage.
    public Trail with(String stage, Duration took) {
        var longer = new TreeMap<>(stages);
        longer.put(stage, took.toMillis());
        return new Trail(accepted, attempts, longer);
    }
}
