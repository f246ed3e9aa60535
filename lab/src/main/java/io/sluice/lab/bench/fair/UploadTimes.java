package io.sluice.lab.bench.fair;

import java.time.Duration;
import java.util.List;

/// How long uploads took that succeeded, and why others failed.
///
/// @param times    ascending
/// @param failures reason of each
record UploadTimes(List<Duration> times, List<String> failures) {

    /// Longer than any upload takes.
    static final Duration NEVER = Duration.ofDays(1);

    UploadTimes {
        times = times.stream().sorted().toList();
        failures = List.copyOf(failures);
    }

    /// The time within which `percent` of all uploads succeeded (nearest rank); those that failed never did.
    Duration percentile(int percent) {
        var all = times.size() + failures.size();
        var rank = Math.max(1, Math.ceilDiv(percent * all, 100));
        return rank <= times.size() ? times.get(rank - 1) : NEVER;
    }
}
