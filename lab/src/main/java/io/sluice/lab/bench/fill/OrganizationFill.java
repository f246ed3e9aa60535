package io.sluice.lab.bench.fill;

import io.sluice.command.Envelope;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Slice;
import io.sluice.command.Trail;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.Organization;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Fills organizations with small images: puts blobs into the store and publishes their registrations, as the
/// workers do.
public final class OrganizationFill {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Publisher publisher;
    private final BlobFill store;

    /// @param publisher to the server's Kafka; stays open
    /// @param store     the server's; stays open
    public OrganizationFill(Publisher publisher, ObjectStore store) {
        this.publisher = publisher;
        this.store = new BlobFill(store);
    }

    /// Fills the organization of `client` with `count` images and waits until the server shows them. A
    /// hundred have the same bytes, under hashes of their own, which the server does not check.
    ///
    /// @return the keys of the images' blobs
    public List<BlobKey> fill(SluiceClient client, int count)
            throws IOException, InterruptedException, ExecutionException {
        var organization = client.endpoint().organization();
        var blobs = new ArrayList<BlobKey>(count);
        var registered = new ArrayList<CompletableFuture<Void>>(count);
        while (blobs.size() < count) {
            var keys = store.write(organization, Math.min(Slice.MAX_IMAGES, count - blobs.size()));
            blobs.addAll(keys);
            keys.forEach(key -> registered.add(
                    publisher.publish(Topics.CATALOG_COMMANDS, organization.name(), registration(organization, key))));
        }
        for (var one : registered) {
            one.get();
        }
        awaitImages(client, count);
        return blobs;
    }

    private static void awaitImages(SluiceClient client, int count) throws IOException, InterruptedException {
        var end = System.nanoTime() + LIMIT.toNanos();
        while (client.list("?limit=1").expect(200).json().path("total").asInt() < count) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("the server did not show " + count + " images within " + LIMIT.toMinutes()
                        + " minutes of their registration");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
        }
    }

    private static RegistrationCommand.Register registration(Organization organization, BlobKey blob) {
        var hash = new byte[20];
        ThreadLocalRandom.current().nextBytes(hash);
        return new RegistrationCommand.Register(
                new Envelope(OperationId.random(), Part.ONLY, organization, Trail.direct(Instant.now())),
                new BinaryHash(HexFormat.of().formatHex(hash)),
                "bench.jpg",
                false,
                UserMetadata.NONE,
                DynamicMetadata.NONE,
                new StoredContent(blob, ImageFormat.JPEG, BlobFill.IMAGE_BYTES, 16, 16, true, false, null));
    }
}
