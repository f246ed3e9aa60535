package io.sluice.ingest.upload.admission;

import io.sluice.image.Organization;
import java.util.HashMap;
import java.util.Map;

/// An estimate of the waiting uploads of each organization, from those that this node has admitted and the
/// length of the queue. Which ones are done is unknown: as workers serve organizations in turn, each is taken to
/// have as many done. Uploads of other nodes, and those before the start, count as one further organization.
/// Thread-safe.
final class WaitingUploads {

    /// The key of uploads whose organization is unknown.
    private static final String UNKNOWN = "";

    /// What is left of an organization that has none waiting, because of rounding.
    private static final double NONE = 1e-6;

    // guarded by this, as all fields
    private final Map<String, Double> counts = new HashMap<>();
    private Backlog measured = Backlog.NONE;

    /// Uploads that were admitted after the measurement, and therefore are not part of it.
    private long since;

    synchronized void add(Organization organization) {
        add(organization.toString(), 1);
        since++;
    }

    private void add(String organization, double uploads) {
        counts.merge(organization, uploads, Double::sum);
    }

    /// Adapts the estimate to a measurement, unless it is the last one.
    synchronized void adapt(Backlog backlog) {
        if (backlog.equals(measured)) {
            return;
        }
        measured = backlog;
        var sum = sum();
        if (sum < backlog.length()) {
            add(UNKNOWN, backlog.length() - sum);
        } else {
            finish(sum - backlog.length() - since);
        }
        since = 0;
    }

    /// Removes uploads, as many of each organization, or all that it has.
    private void finish(double uploads) {
        var left = uploads;
        while (left > NONE && !counts.isEmpty()) {
            var least = counts.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElse(0);
            var each = Math.min(least, left / counts.size());
            left -= each * counts.size();
            counts.replaceAll((_, count) -> count - each);
            counts.values().removeIf(count -> count < NONE);
        }
    }

    private double sum() {
        return counts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    synchronized double of(Organization organization) {
        return counts.getOrDefault(organization.toString(), 0.0);
    }

    /// Returns whether an organization has at least as many waiting uploads as the average organization.
    synchronized boolean isAverageOrMore(Organization organization) {
        var organizations = counts.size() + (counts.containsKey(organization.toString()) ? 0 : 1);
        return of(organization) * organizations >= sum();
    }
}
