package io.sluice.lab.storm.check;

import io.sluice.image.BlobKey;
import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.ClusterData;
import io.sluice.lab.storm.expected.Violations;
import io.sluice.store.ObjectStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The comparison of the store with the catalog: every image has its blob, and there are few other blobs. A
/// blob is orphaned when a process dies, or a client gives up, between writing the blob and publishing its
/// command.
final class StoreCheck {

    private final ClusterData cluster;
    private final Violations violations;
    private final Duration patience;

    /// Missing blobs that are violations already: the store is compared more than once.
    private final Set<BlobKey> reported = new HashSet<>();

    /// The orphaned blobs.
    ///
    /// @param found number before the sweep
    /// @param left  number after it: blobs in records that are kept for some days
    public record Leftovers(int found, int left) {}

    /// @param violations receives the violations
    /// @param patience   maximum time for purges
    StoreCheck(ClusterData cluster, Violations violations, Duration patience) {
        this.cluster = cluster;
        this.violations = violations;
        this.patience = patience;
    }

    /// Compares, sweeps, and compares again.
    ///
    /// @param explained maximum number of orphaned blobs, given the requests and faults
    Leftovers run(long explained) throws InterruptedException {
        var found = purged(explained);
        if (found.size() > explained) {
            violations.wrong("there are " + found.size() + " blobs that no image has, of which only " + explained
                    + " are explained by what went wrong, such as "
                    + found.stream().findFirst());
        }
        var errors = cluster.sweep();
        if (!errors.isEmpty()) {
            violations.wrong(errors);
        }
        return new Leftovers(found.size(), unused().size());
    }

    /// Returns the orphaned blobs once there are at most `enough`, or the time for purges is over.
    private Set<BlobKey> purged(long enough) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var found = unused();
        while (found.size() > enough && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            found = unused();
        }
        return found;
    }

    private Set<BlobKey> unused() {
        var needed = new HashMap<String, BlobKey>();
        cluster.read(Topics.SOURCE_IMAGES, (key, image) -> needed.put(key, image.blob()));
        var there = new HashSet<BlobKey>();
        try (var blobs = cluster.objects().list("blobs/")) {
            blobs.map(ObjectStore.StoredObject::key).forEach(there::add);
        }
        needed.forEach((image, blob) -> {
            if (!there.contains(blob) && reported.add(blob)) {
                violations.lost("the blob of image " + image + " is not in the store: " + blob);
            }
        });
        there.removeAll(Set.copyOf(needed.values()));
        return there;
    }
}
