package io.sluice.lab.storm.check;

import io.sluice.image.BlobKey;
import io.sluice.kafka.Topics;
import io.sluice.lab.storm.cluster.Cluster;
import io.sluice.standalone.sweep.SweepCommand;
import io.sluice.store.ObjectStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/// The comparison of the store with the catalog: every image has its blob, and there are few other blobs. A
/// blob is orphaned when a process dies, or a client gives up, between writing the blob and publishing its
/// command.
final class StoreCheck {

    /// Time for purges, which are executed after the catalog's decision; those of a killed process only when
    /// its group has detected its end, and with growing pauses while the store fails.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final List<String> violations;

    /// The orphaned blobs.
    ///
    /// @param found number before the sweep
    /// @param left  number after it: blobs in records that are kept for some days
    public record Leftovers(int found, int left) {}

    /// @param violations receives the violations
    StoreCheck(Cluster cluster, List<String> violations) {
        this.cluster = cluster;
        this.violations = violations;
    }

    /// Compares, sweeps, and compares again.
    ///
    /// @param explained maximum number of orphaned blobs, given the requests and faults
    Leftovers run(long explained) throws InterruptedException {
        var found = purged(explained);
        if (found.size() > explained) {
            violations.add("there are " + found.size() + " blobs that no image has, of which only " + explained
                    + " are explained by what went wrong, such as "
                    + found.stream().findFirst());
        }
        sweep();
        return new Leftovers(found.size(), unused().size());
    }

    /// Returns the orphaned blobs once there are at most `enough`, or the time for purges is over.
    private Set<BlobKey> purged(long enough) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var found = unused();
        while (found.size() > enough && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            found = unused();
        }
        return found;
    }

    private void sweep() {
        var output = new StringWriter();
        var errors = new StringWriter();
        var exit = new CommandLine(new SweepCommand(cluster.environment()))
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute("--older-than", "1ms");
        if (exit != 0) {
            violations.add("the sweep ended with " + exit + ": " + errors);
        }
    }

    private Set<BlobKey> unused() {
        var needed = new HashMap<String, BlobKey>();
        cluster.read(Topics.SOURCE_IMAGES, (key, image) -> needed.put(key, image.blob()));
        var there = new HashSet<BlobKey>();
        try (var blobs = cluster.objects().list("blobs/")) {
            blobs.map(ObjectStore.StoredObject::key).forEach(there::add);
        }
        needed.forEach((image, blob) -> {
            if (!there.contains(blob)) {
                violations.add("the blob of image " + image + " is not in the store: " + blob);
            }
        });
        there.removeAll(Set.copyOf(needed.values()));
        return there;
    }
}
