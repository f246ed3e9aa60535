package io.sluice.lab.bench;

import io.sluice.command.CopyCommand;
import io.sluice.command.Slice;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.Topics;
import io.sluice.lab.bench.fill.OrganizationFill;
import io.sluice.operation.OperationId;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/// Has a server copy an organization, and copies its blobs directly.
final class Copying {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final URI server;
    private final KafkaPublisher publisher;
    private final ObjectStore store;
    private final int threads;
    private final OrganizationFill fill;

    /// Everything is handed in and stays open.
    ///
    /// @param producer of the server's Kafka
    /// @param store    the server's
    /// @param threads  that copy directly
    Copying(URI server, Producer<String, byte[]> producer, ObjectStore store, int threads) {
        this.server = server;
        this.publisher = new KafkaPublisher(producer);
        this.store = store;
        this.threads = threads;
        this.fill = new OrganizationFill(publisher, store);
    }

    /// What came of it, in images a second.
    ///
    /// @param took how long the server needed
    record Result(Duration took, double pipeline, double batches, double single) {}

    Result run(int count) throws IOException, InterruptedException, ExecutionException {
        var name = Integer.toString(ThreadLocalRandom.current().nextInt(1_000_000_000));
        try (var source = signUp("bench-from-" + name);
                var destination = signUp("bench-to-" + name)) {
            var blobs = fill.fill(source, count);
            var took = copyAll(source, destination, count);
            var directly = new Organization("bench-raw-" + name);
            var batches = directly(blobs, batch -> copyTogether(batch, directly));
            var single = directly(blobs, batch -> copyOneByOne(batch, directly));
            return new Result(took, perSecond(count, took), perSecond(count, batches), perSecond(count, single));
        }
    }

    private SluiceClient signUp(String name) throws IOException, InterruptedException {
        var organization = new Organization(name);
        var answer = SluiceClient.signUp(server, organization, "bench@example.com", "")
                .expect(201);
        return new SluiceClient(
                new Endpoint(server, organization, answer.json().path("api_key").asText()));
    }

    /// Through the door for other systems, since a fresh organization has members of its own.
    private Duration copyAll(SluiceClient source, SluiceClient destination, int count)
            throws IOException, InterruptedException, ExecutionException {
        var id = OperationId.random();
        var command = new CopyCommand.CopyAll(
                id,
                source.endpoint().organization(),
                destination.endpoint().organization(),
                false,
                0,
                Instant.now(),
                null);
        var began = System.nanoTime();
        publisher.publish(Topics.COPIES, id.value(), command).get();
        var route = source.endpoint().route("/jobs/" + id);
        await("the organization is copied", () -> source.get(route).json().hasNonNull("finished"));
        var took = Duration.ofNanos(System.nanoTime() - began);
        var job = source.get(route).expect(200).json();
        if (job.path("created").asInt() != count) {
            throw new CommandFailure("not all of the " + count + " images were copied: " + job);
        }
        return took;
    }

    /// One call of the store for each hundred blobs. What was copied is removed again when that is no longer
    /// timed.
    private Duration directly(List<BlobKey> blobs, Copier copier) throws ExecutionException, InterruptedException {
        var written = new ConcurrentLinkedQueue<BlobKey>();
        var began = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<?>>();
            for (var from = 0; from < blobs.size(); from += Slice.MAX_IMAGES) {
                var batch = blobs.subList(from, Math.min(blobs.size(), from + Slice.MAX_IMAGES));
                running.add(pool.submit(() -> written.addAll(copier.copy(batch))));
            }
            for (var batch : running) {
                batch.get();
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        written.forEach(store::delete);
        return took;
    }

    private interface Copier {
        /// @return the keys of the copies
        List<BlobKey> copy(List<BlobKey> originals);
    }

    private List<BlobKey> copyTogether(List<BlobKey> originals, Organization organization) {
        var keys = store.uniqueKeys(organization, originals.size());
        var copies = new HashMap<BlobKey, BlobKey>();
        for (var i = 0; i < keys.size(); i++) {
            copies.put(keys.get(i), originals.get(i));
        }
        if (store.copyAll(copies).done().size() < keys.size()) {
            throw new CommandFailure("the store cannot copy");
        }
        return keys;
    }

    private List<BlobKey> copyOneByOne(List<BlobKey> originals, Organization organization) {
        return originals.stream()
                .map(original -> {
                    var copy = BlobKey.unique(organization);
                    store.copy(original, copy);
                    return copy;
                })
                .toList();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("waited " + LIMIT.toMinutes() + " minutes in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server tells nobody by itself
        }
    }

    private static double perSecond(int count, Duration took) {
        return count / (took.toNanos() / 1e9);
    }
}
