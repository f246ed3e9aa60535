package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.imaging.identify.Identifier;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.upload.Admission;
import io.sluice.ingest.upload.QueueWatch;
import io.sluice.service.ResourceStack;
import io.sluice.service.ServiceResources;
import io.sluice.view.LuceneCatalogView;
import io.sluice.view.LuceneOperationView;
import io.sluice.view.MemoryAccountView;
import io.sluice.view.MemoryJobView;
import java.util.List;

/// The API with its views: this is where its parts are put together. It serves from [#start] to [#close()].
public final class ApiService implements AutoCloseable {

    private final ResourceStack parts;

    private ApiService(ResourceStack parts) {
        this.parts = parts;
    }

    /// Starts following the topics and serving requests; the topics must exist. The caller closes the
    /// arguments after the service.
    ///
    /// @param images this process's view of the catalog
    /// @param door   the HTTP server whose requests are served
    public static ApiService start(
            ApiConfig config, ServiceResources resources, LuceneCatalogView images, FrontDoor door) {
        var parts = new ResourceStack();
        try {
            startApi(config, resources, images, door, parts);
            return new ApiService(parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void startApi(
            ApiConfig config,
            ServiceResources resources,
            LuceneCatalogView images,
            FrontDoor door,
            ResourceStack parts) {
        PrometheusMeterRegistry meters = resources.meters();
        var pending = new PendingOutcomes();
        var converted = new ConvertedPixels(resources.clock());
        var accounts = parts.add(MemoryAccountView.start(resources.kafka(), resources.heartbeats()));
        var jobs = parts.add(MemoryJobView.start(resources.kafka(), resources.heartbeats()));
        var operations = parts.add(LuceneOperationView.start(
                resources.kafka(),
                resources.directory().view("operations"),
                converted.andThen(pending),
                meters,
                resources.heartbeats()));
        var queue = parts.add(QueueWatch.start(resources.kafka(), config.admission(), meters, resources.heartbeats()));
        resources
                .readiness()
                .add("accounts", accounts::caughtUp)
                .add("jobs", jobs::caughtUp)
                .add("operations", operations::caughtUp)
                .watch("accounts", () -> accounts.failure().isPresent())
                .watch("jobs", () -> jobs.failure().isPresent())
                .watch("operations", () -> operations.failure().isPresent());
        parts.add(IngestApi.start(
                config,
                new ApiDependencies(
                        resources.store(),
                        resources.promptPublisher(),
                        images,
                        accounts,
                        operations,
                        jobs,
                        pending,
                        new Admission(config.admission(), queue, System::nanoTime),
                        converted,
                        new Identifier(config.imageLimits())::identify,
                        resources.precedence(),
                        meters,
                        resources.reachability(),
                        resources.storeReachability(),
                        ViewAge.of(
                                resources.reachability(),
                                resources.clock(),
                                List.of(images::age, accounts::age, jobs::age, operations::age)),
                        resources.clock()),
                door));
    }

    /// Refuses requests, lets those under way finish, and stops to follow.
    @Override
    public void close() {
        parts.close();
    }
}
