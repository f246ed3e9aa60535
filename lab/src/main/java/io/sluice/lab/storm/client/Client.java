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

/// Uploads images and does with them what can be done, one request after the other. Nobody else changes
/// its images. What it wants next comes from the seed; what it gets does not.
///
/// All that it is made of draws from one generator, so the order in which that is asked is part of what a
/// seed means.
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

    /// Goes on until it is interrupted or `over`, with a pause after each request.
    public void run(BooleanSupplier over, Duration pause) throws InterruptedException {
        while (!over.getAsBoolean()) {
            settlePending();
            next();
            TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * pause.toNanos() + 1));
        }
    }

    /// Asks about what was accepted and is not decided yet.
    ///
    /// @return how much of that there still is
    int settlePending() throws InterruptedException {
        return undecided.settle();
    }

    /// Where to ask about these.
    public List<String> open() {
        return undecided.addresses();
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
