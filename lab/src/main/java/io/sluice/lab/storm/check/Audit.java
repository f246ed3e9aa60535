package io.sluice.lab.storm.check;

import io.sluice.lab.storm.cluster.ClusterData;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Tenant;
import io.sluice.lab.storm.expected.Violations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The comparison of topics, store and catalog with the responses to the clients.
///
/// @param replays   number of outcomes that were published again
/// @param poisoned  number of operations that were refused because processes had ended twice during their work
/// @param downloads number of images whose bytes were compared
public record Audit(long replays, long poisoned, StoreCheck.Leftovers leftovers, int downloads) {

    /// Blobs that a processor processes concurrently: one per worker.
    private static final int WORKED_ON = 4;

    /// Blobs that a copier processes concurrently: two tasks of 100 images.
    private static final int COPIED_AT_ONCE = 200;

    /// Maximum time for purges, which are executed after the catalog's decision; those of a killed process only
    /// when its group has detected its end, and with growing pauses while the store fails. No upload takes longer.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// The result of a comparison that could not be made.
    public static final Audit NONE = new Audit(0, 0, new StoreCheck.Leftovers(0, 0), 0);

    /// @param explained  maximum number of orphaned blobs, given the requests and faults
    /// @param violations receives the violations
    public static Audit run(
            ClusterData cluster, List<Tenant> tenants, History history, long explained, Violations violations)
            throws IOException, InterruptedException {
        return run(cluster, tenants, history, explained, PATIENCE, violations);
    }

    /// @param patience maximum time until uploads are decided that no client waits for, and until nodes agree and
    ///                 blobs are purged
    static Audit run(
            ClusterData cluster,
            List<Tenant> tenants,
            History history,
            long explained,
            Duration patience,
            Violations violations)
            throws IOException, InterruptedException {
        var outcomes = new OutcomeCheck(violations, patience);
        var replays = outcomes.run(cluster, history.operations());
        for (var tenant : tenants) {
            outcomes.ask(history.operations(), tenant);
        }
        new DecisionCheck(violations).run(cluster);
        var leftovers = new StoreCheck(cluster, violations, patience).run(explained);
        var downloads = 0;
        for (var tenant : tenants) {
            downloads += new CatalogCheck(tenant, violations).run();
        }
        return new Audit(replays, outcomes.poisoned(), leftovers, downloads);
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
