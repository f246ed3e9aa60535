package io.sluice.ingest;

import io.micrometer.core.instrument.Gauge;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.account.MembershipRoutes;
import io.sluice.ingest.account.OrganizationRoutes;
import io.sluice.ingest.account.SignUpRoute;
import io.sluice.ingest.account.UserRoutes;
import io.sluice.ingest.account.WebhookRoutes;
import io.sluice.ingest.change.DeletionRoutes;
import io.sluice.ingest.change.DynamicMetadataRoutes;
import io.sluice.ingest.change.OptionRoutes;
import io.sluice.ingest.change.UserMetadataRoutes;
import io.sluice.ingest.copy.CopyRoutes;
import io.sluice.ingest.copy.JobRoutes;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.image.DownloadRoute;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.image.ImageMetadataRoutes;
import io.sluice.ingest.image.ImageRoutes;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.quota.LimitRoutes;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.route.Freshness;
import io.sluice.ingest.route.MetricsRoute;
import io.sluice.ingest.route.RouteIndex;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.upload.FormCheck;
import io.sluice.ingest.upload.UploadRoute;
import java.util.List;
import java.util.stream.Stream;

/// The REST API, served from [#start] until [#close]: composes the features and their routes.
final class IngestApi implements AutoCloseable {

    private final FrontDoor door;

    private IngestApi(FrontDoor door) {
        this.door = door;
    }

    /// Starts to serve requests.
    ///
    /// @param door closed by the caller, after this
    static IngestApi start(ApiConfig config, ApiDependencies dependencies, FrontDoor door) {
        var registry = dependencies.registry();
        var requests = new PlaceQueue<String>(config.transfers().maxRequests()).measured(registry, "requests");
        var authorizer = new Authorizer(dependencies.views().accounts(), config.access(), System::nanoTime, requests);
        Gauge.builder(ApiMetrics.WAITING, dependencies.outcomes().pending(), PendingOutcomes::size)
                .description("requests that wait for an outcome")
                .register(registry);
        var features = features(config, dependencies, authorizer).stream()
                .flatMap(feature -> feature.routes().stream())
                .toList();
        var freshness = new Freshness(dependencies.views().age(), config.maxViewAge());
        var routes = Stream.concat(features.stream(), new RouteIndex(features, authorizer).routes().stream())
                .map(freshness::applied)
                .toList();
        door.attach(ApiHandler.of(routes, authorizer, config.transfers(), registry));
        return new IngestApi(door);
    }

    /// Refuses requests from now on, and waits a few seconds for those in progress.
    @Override
    public void close() {
        door.detach();
    }

    /// Creates the features, in the order in which `GET /` lists their routes.
    private static List<RouteTable> features(ApiConfig config, ApiDependencies dependencies, Authorizer authorizer) {
        var clock = dependencies.clock();
        var store = dependencies.store();
        var outage = dependencies.outage();
        var views = dependencies.views();
        var images = views.images();
        var accounts = views.accounts();
        var outcomes = dependencies.outcomes();
        var operations = new Operations(views.operations(), outcomes.pending(), outage);
        var commands = new Commands(
                dependencies.publisher(), operations, outage, images, accounts, config.syncTimeout(), clock);
        var lookup = new ImageLookup(images);
        var quotas = new Quotas(accounts, images, views.jobs(), outcomes.converted(), System::nanoTime);
        var uploads = new UploadRoute(
                store,
                dependencies.publisher(),
                images,
                operations,
                outage,
                dependencies.uploads().admission(),
                quotas,
                new FormCheck(store, dependencies.uploads().imageCheck()),
                config.uploads(),
                dependencies.uploads().precedence(),
                config.syncTimeout(),
                clock,
                dependencies.registry());
        return List.of(
                new MetricsRoute(dependencies.registry()),
                new OperationRoutes(operations, authorizer),
                new SignUpRoute(authorizer, commands, clock),
                new UserRoutes(commands, accounts, clock),
                new OrganizationRoutes(commands, accounts, authorizer),
                new MembershipRoutes(commands, accounts, clock),
                new WebhookRoutes(commands, accounts, config.webhookSeal()),
                new LimitRoutes(commands, quotas),
                uploads,
                new ImageRoutes(images, lookup),
                new DownloadRoute(lookup, store),
                new ImageMetadataRoutes(lookup),
                new DeletionRoutes(commands, lookup, quotas),
                new OptionRoutes(commands, lookup, quotas),
                new UserMetadataRoutes(commands, lookup),
                new DynamicMetadataRoutes(commands, lookup, quotas),
                new CopyRoutes(commands, lookup, authorizer, clock),
                new JobRoutes(commands, images, views.jobs(), authorizer, quotas, clock));
    }
}
