package io.sluice.ingest.upload.admission;

import io.sluice.image.Organization;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The number of uploads of each organization that this node has admitted lately. Every minute, earlier
/// uploads count half. Thread-safe.
final class RecentUploads {

    private static final long HALF_LIFE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int FORGOTTEN_AFTER = 60;

    // guarded by this
    private final Map<Organization, Double> counts = new HashMap<>();
    private long halvedAt;

    /// @param now time of a monotonic clock, in nanoseconds
    RecentUploads(long now) {
        halvedAt = now;
    }

    synchronized void add(Organization organization, long now) {
        halve(now);
        counts.merge(organization, 1.0, Double::sum);
    }

    synchronized boolean isEmpty(long now) {
        halve(now);
        return counts.isEmpty();
    }

    /// Returns whether the organization has sent at least as many uploads as the average organization.
    synchronized boolean isAverageOrMore(Organization organization, long now) {
        halve(now);
        var count = counts.getOrDefault(organization, 0.0);
        var all = counts.values().stream().mapToDouble(Double::doubleValue).sum();
        var organizations = counts.size() + (counts.containsKey(organization) ? 0 : 1);
        return count * organizations >= all;
    }

    private void halve(long now) {
        var times = (now - halvedAt) / HALF_LIFE_NANOS;
        if (times > 0) {
            halvedAt += times * HALF_LIFE_NANOS;
            var factor = times > FORGOTTEN_AFTER ? 0 : Math.pow(0.5, (double) times);
            counts.replaceAll((_, count) -> count * factor);
            counts.values().removeIf(count -> count < 0.5);
        }
    }
}
