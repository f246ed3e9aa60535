package io.sluice.lab.bench.scale;

import io.sluice.command.CopyCommand;
import io.sluice.image.Organization;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.lab.bench.fill.CatalogFill;
import io.sluice.operation.OperationId;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Copies of the first images of organizations into a new one, all at once.
final class Copies {

    /// The organization of the copies.
    static final Organization DESTINATION = new Organization("scale-copies");

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Copies() {}

    /// Copies with conditions, which find the first images of each organization: of a large organization, only a
    /// part is copied.
    ///
    /// @return copied images a second
    static double measure(Target target, Population population, Population.Copied copied, Publisher publisher)
            throws IOException, InterruptedException, ExecutionException {
        var jobs = new ArrayList<String>();
        var began = System.nanoTime();
        for (var source = 0; source < copied.sources(); source++) {
            jobs.add(request(population, source, copied.images(), publisher));
        }
        var created = 0;
        for (var job : jobs) {
            created += awaitEnd(target, job, began);
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        if (created != copied.all()) {
            throw new CommandFailure("only " + created + " of " + copied.all() + " images were copied");
        }
        return created / seconds;
    }

    /// Publishes the command of a job rather than requesting it: the organizations have different members.
    private static String request(Population population, int source, int images, Publisher publisher)
            throws InterruptedException, ExecutionException {
        var id = OperationId.random();
        var first = population.first(source);
        var filter = "user:date:taken:{" + CatalogFill.taken(first + images) + ',' + CatalogFill.taken(first) + ']';
        var command = new CopyCommand.CopyAll(
                id, population.organization(source), DESTINATION, false, 0, Instant.now(), filter);
        publisher.publish(Topics.COPIES, id.value(), command).get();
        return id.value();
    }

    private static int awaitEnd(Target target, String job, long began) throws IOException, InterruptedException {
        var state = target.job(job);
        while (!state.hasNonNull("finished")) {
            if (System.nanoTime() - began > LIMIT.toNanos()) {
                throw new CommandFailure("a copy did not end within " + LIMIT.toMinutes() + " minutes: " + state);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
            state = target.job(job);
        }
        return state.path("created").asInt();
    }
}
