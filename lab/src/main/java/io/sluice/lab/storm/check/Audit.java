package io.sluice.lab.storm.check;

import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Tenant;
import java.io.IOException;
import java.util.List;

/// The comparison of topics, store and catalog with the responses to the clients.
///
/// @param replays   number of outcomes that were published again
/// @param downloads number of images whose bytes were compared
public record Audit(long replays, StoreCheck.Leftovers leftovers, int downloads) {

    /// Blobs that a processor processes concurrently: one per worker.
    private static final int WORKED_ON = 4;

    /// Blobs that a copier processes concurrently: two tasks of 100 images.
    private static final int COPIED_AT_ONCE = 200;

    /// The result of a comparison that could not be made.
    public static final Audit NONE = new Audit(0, new StoreCheck.Leftovers(0, 0), 0);

    /// @param explained  maximum number of orphaned blobs, given the requests and faults
    /// @param violations receives the violations
    public static Audit run(
            Cluster cluster, List<Tenant> tenants, History history, long explained, List<String> violations)
            throws IOException, InterruptedException {
        var outcomes = new OutcomeCheck(violations);
        var replays = outcomes.run(cluster, history.operations());
        for (var tenant : tenants) {
            outcomes.ask(history.operations(), tenant);
        }
        var leftovers = new StoreCheck(cluster, violations).run(explained);
        var downloads = 0;
        for (var tenant : tenants) {
            downloads += new CatalogCheck(tenant, violations).run();
        }
        return new Audit(replays, leftovers, downloads);
    }

    /// Returns the maximum number of orphaned blobs because of requests that were sent more than once or have
    /// no response.
    public static long explainedByRequests(History history) {
        return history.resent()
                + history.counts().values().stream()
                        .mapToInt(results -> results.getOrDefault(History.Result.UNKNOWN, 0))
                        .sum();
    }

    /// Returns the number of blobs that a process may orphan when it is killed.
    public static int inHand(ServiceName service) {
        return switch (service.kind()) {
            case PROCESSOR -> WORKED_ON;
            case COPIER -> COPIED_AT_ONCE;
            case SERVER -> WORKED_ON + COPIED_AT_ONCE;
            case API, BROKER -> 0;
        };
    }
}
