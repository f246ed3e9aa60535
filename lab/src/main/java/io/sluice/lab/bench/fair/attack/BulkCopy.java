package io.sluice.lab.bench.fair.attack;

import io.sluice.command.CopyCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import io.sluice.lab.bench.fill.OrganizationFill;
import io.sluice.operation.OperationId;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Copies of a large organization into others, one after the other.
final class BulkCopy implements Attack {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Site site;
    private final List<SluiceClient> source;

    private BulkCopy(Site site, List<SluiceClient> source) {
        this.site = site;
        this.source = source;
    }

    /// Fills the organization that is going to be copied.
    ///
    /// @param images number of its images
    static BulkCopy prepare(Site site, int images) throws IOException, InterruptedException, ExecutionException {
        var source = site.registrar().signUp("source");
        new OrganizationFill(site.publisher(), site.store()).fill(source.getFirst(), images);
        return new BulkCopy(site, source);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public void run(int worker) throws IOException, InterruptedException, ExecutionException {
        var destination = site.registrar().signUp("copy");
        destination.forEach(SluiceClient::close);
        copy(destination.getFirst().endpoint().organization());
    }

    private void copy(Organization destination) throws IOException, InterruptedException, ExecutionException {
        var client = source.getFirst();
        var id = OperationId.random();
        // published rather than requested, since the organizations have different members
        var command = new CopyCommand.CopyAll(
                id, client.endpoint().organization(), destination, false, 0, Instant.now(), null);
        site.publisher().publish(Topics.COPIES, id.value(), command).get();
        var job = client.endpoint().route("/jobs/" + id);
        var finished = false;
        try {
            while (!finished) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
                finished = client.get(job).json().hasNonNull("finished");
            }
        } catch (InterruptedException e) {
            client.send("DELETE", job, Map.of()); // so that it does not run into the next measurement
            throw e;
        }
    }

    @Override
    public void close() {
        source.forEach(SluiceClient::close);
    }
}
