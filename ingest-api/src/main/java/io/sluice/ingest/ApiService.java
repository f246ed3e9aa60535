package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.upload.Admission;
import io.sluice.ingest.upload.QueueWatch;
import io.sluice.service.Foundation;
import io.sluice.service.Parts;
import io.sluice.view.LuceneCatalogView;
import io.sluice.view.LuceneOperationView;
import io.sluice.view.MemoryAccountView;
import io.sluice.view.MemoryJobView;
import java.util.List;

/// The API with its views: this is where its parts are put together. It serves from [#start] to [#close()].
public final class ApiService implements AutoCloseable {

    private final Parts parts;

    private ApiService(Parts parts) {
        this.parts = parts;
    }

    /// Starts to follow the topics and to serve; the topics must exist.
    ///
    /// @param on     stays the caller's to close, after this
    /// @param images likewise; this process's view of the catalog
    /// @param door   likewise; requests are taken from it
    public static ApiService start(ApiConfig config, Foundation on, LuceneCatalogView images, FrontDoor door) {
        var parts = new Parts();
        try {
            startApi(config, on, images, door, parts);
            return new ApiService(parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void startApi(
            ApiConfig config, Foundation on, LuceneCatalogView images, FrontDoor door, Parts parts) {
        PrometheusMeterRegistry meters = on.meters();
        var pending = new PendingOutcomes();
        var accounts = parts.add(MemoryAccountView.start(on.kafka(), on.heartbeats()));
        var jobs = parts.add(MemoryJobView.start(on.kafka(), on.heartbeats()));
        var operations = parts.add(LuceneOperationView.start(
                on.kafka(), on.directory().view("operations"), pending, meters, on.heartbeats()));
        var queue = parts.add(QueueWatch.start(on.kafka(), config.admission(), meters, on.heartbeats()));
        on.readiness()
                .add("accounts", accounts::caughtUp)
                .add("jobs", jobs::caughtUp)
                .add("operations", operations::caughtUp)
                .watch("accounts", () -> accounts.failure().isPresent())
                .watch("jobs", () -> jobs.failure().isPresent())
                .watch("operations", () -> operations.failure().isPresent());
        parts.add(IngestApi.start(
                config,
                new Collaborators(
                        on.store(),
                        on.promptPublisher(),
                        images,
                        accounts,
                        operations,
                        jobs,
                        pending,
                        new Admission(config.admission(), queue, System::nanoTime),
                        meters,
                        on.reachability(),
                        on.storeReachability(),
                        ViewAge.of(
                                on.reachability(),
                                on.clock(),
                                List.of(images::age, accounts::age, jobs::age, operations::age)),
                        on.clock()),
                door));
    }

    /// Refuses requests, lets those under way finish, and stops to follow.
    @Override
    public void close() {
        parts.close();
    }
}
