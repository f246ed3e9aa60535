package io.sluice.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How an operation went: when it was accepted, how often it was tried, and how long each stage of the last try took.
///
/// @param accepted when the pipeline took it on
/// @param attempts tries so far, at least 1
/// @param stages   milliseconds by stage: `queue`, `fetch`, `identify`, `optimize`, `store` …
public record Trail(Instant accepted, int attempts, Map<String, Long> stages) {

    public Trail {
        stages = Collections.unmodifiableMap(new TreeMap<>(stages));
    }

    /// The trail of something that goes straight to the catalog.
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
