package io.sluice.lab.storm.client;

import io.sluice.lab.storm.call.Caller;
import io.sluice.lab.storm.call.LoadBalancer;
import io.sluice.lab.storm.expected.ClientImages;
import io.sluice.lab.storm.expected.History;
import io.sluice.lab.storm.expected.Pictures;
import io.sluice.lab.storm.expected.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// A client that uploads, changes and reads its own images, one request after the other. No other client
/// changes them. Its requests depend on the seed; their results do not.
///
/// All its parts draw from one random generator, so their order of drawing is part of the meaning of a seed.
public final class Client {

    private final RandomGenerator random;
    private final ClientImages images;
    private final Undecided undecided;
    private final Uploads uploads;
    private final Edits edits;
    private final Copies copies;
    private final Reads reads;

    public Client(
            int number,
            Tenant tenant,
            LoadBalancer balancer,
            Pictures source,
            History history,
            RandomGenerator random) {
        this.random = random;
        var caller = new Caller(tenant.nodes(), balancer, random);
        var conversation = new Conversation(number, tenant, caller, history);
        images = new ClientImages(random);
        undecided = new Undecided(caller);
        var changes = new Changes(conversation, undecided);
        uploads = new Uploads(conversation, changes, source, images, random);
        edits = new Edits(conversation, changes);
        copies = new Copies(conversation, changes, undecided, images, random);
        reads = new Reads(conversation, source, random);
    }

    /// Sends requests until it is interrupted or `over`, with a pause after each.
    public void run(BooleanSupplier over, Duration pause) throws InterruptedException {
        while (!over.getAsBoolean()) {
            settlePending();
            next();
            TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * pause.toNanos() + 1));
        }
    }

    /// Queries accepted operations that are not decided yet.
    ///
    /// @return number of operations that are still undecided
    int settlePending() throws InterruptedException {
        return undecided.settle();
    }

    /// Returns the addresses of the undecided operations.
    public List<String> open() {
        return undecided.addresses();
    }

    /// Returns whether an operation, rather than a job, is undecided that was accepted before this moment by
    /// [System#nanoTime()]. May be called by any thread.
    public boolean hasOpenSince(long moment) {
        return undecided.hasOpenSince(moment);
    }

    private void next() throws InterruptedException {
        var dice = random.nextInt(100);
        var live = images.choose(picture -> picture.live().settled());
        if (dice < 22 || live.isEmpty()) {
            uploads.upload();
            return;
        }
        var picture = live.get();
        switch (dice / 4) {
            case 5, 6 -> edits.delete(picture);
            case 7, 8 -> restoreOne();
            case 9, 10 -> uploads.uploadAgain(images.choose(_ -> true).orElse(picture));
            case 11, 12 -> edits.rename(picture);
            case 13, 14, 15 -> edits.label(picture);
            case 16, 17 -> copies.copy(picture);
            case 18 -> copies.copyList();
            case 19 -> copies.copyAll();
            case 20 -> reads.list();
            case 21, 22 -> reads.download(picture);
            case 23 -> uploads.uploadHalf();
            default -> reads.look(picture);
        }
    }

    private void restoreOne() throws InterruptedException {
        var deleted =
                images.choose(picture -> picture.registered() && !picture.live().settled());
        if (deleted.isPresent()) {
            edits.restore(deleted.get());
        }
    }
}
