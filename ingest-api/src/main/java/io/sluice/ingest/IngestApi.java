package io.sluice.ingest;

import io.micrometer.core.instrument.Gauge;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.account.MembershipRoutes;
import io.sluice.ingest.account.OrganizationRoutes;
import io.sluice.ingest.account.SignUpRoute;
import io.sluice.ingest.account.TokenRoute;
import io.sluice.ingest.account.UserRoutes;
import io.sluice.ingest.account.WebhookDeliveryRoutes;
import io.sluice.ingest.account.WebhookRoutes;
import io.sluice.ingest.change.DeletionRoutes;
import io.sluice.ingest.change.DynamicMetadataRoutes;
import io.sluice.ingest.change.OptionRoutes;
import io.sluice.ingest.change.UserMetadataRoutes;
import io.sluice.ingest.console.ConsoleRoutes;
import io.sluice.ingest.copy.CopyRoutes;
import io.sluice.ingest.copy.JobRoutes;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.event.EventLog;
import io.sluice.ingest.event.EventRoute;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.image.DownloadRoute;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.image.ImageMetadataRoutes;
import io.sluice.ingest.image.ImageRoutes;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.operation.OperationAnswers;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.preview.PreviewRoute;
import io.sluice.ingest.queue.QueueRoute;
import io.sluice.ingest.quota.LimitRoutes;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.replay.ReplayJobs;
import io.sluice.ingest.replay.ReplayRoutes;
import io.sluice.ingest.replay.Replayer;
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
    private final EventLog events;
    private final ReplayJobs replays;

    private IngestApi(FrontDoor door, EventLog events, ReplayJobs replays) {
        this.door = door;
        this.events = events;
        this.replays = replays;
    }

    /// Starts to serve requests.
    ///
    /// @param door closed by the caller, after this
    static IngestApi start(ApiConfig config, ApiDependencies dependencies, FrontDoor door) {
        var registry = dependencies.registry();
        var requests = new PlaceQueue<String>(config.transfers().maxRequests()).measured(registry, "requests");
        var authorizer = new Authorizer(
                dependencies.views().accounts(), config.access(), dependencies.tokens(), System::nanoTime, requests);
        Gauge.builder(ApiMetrics.WAITING, dependencies.outcomes().pending(), PendingOutcomes::size)
                .description("requests that wait for an outcome")
                .register(registry);
        var outcomes = dependencies.outcomes();
        var views = dependencies.views();
        var operations = new Operations(views.operations(), outcomes.pending(), dependencies.outage());
        var replayer = new Replayer(
                operations,
                views.kept().archive(),
                dependencies.store(),
                dependencies.publisher(),
                dependencies.clock());
        var replays = ReplayJobs.start(
                operations,
                replayer,
                views.jobs(),
                dependencies.publisher(),
                dependencies.outage(),
                dependencies.clock());
        views.changes().onJob(replays);
        var features = features(config, dependencies, authorizer, operations, replayer, replays).stream()
                .flatMap(feature -> feature.routes().stream())
                .toList();
        var freshness = new Freshness(dependencies.views().age(), config.maxViewAge());
        var routes = Stream.concat(
                        features.stream(), new RouteIndex(features, authorizer, ConsoleRoutes.PAGE).routes().stream())
                .map(freshness::applied)
                .toList();
        door.attach(ApiHandler.of(routes, authorizer, config.transfers(), registry));
        return new IngestApi(door, views.changes().log(), replays);
    }

    /// Refuses requests from now on, and waits a few seconds for those in progress.
    @Override
    public void close() {
        events.close();
        door.detach();
        replays.close();
    }

    /// Creates the features, in the order in which `GET /` lists their routes.
    private static List<RouteTable> features(
            ApiConfig config,
            ApiDependencies dependencies,
            Authorizer authorizer,
            Operations operations,
            Replayer replayer,
            ReplayJobs replays) {
        var clock = dependencies.clock();
        var store = dependencies.store();
        var outage = dependencies.outage();
        var views = dependencies.views();
        var images = views.images();
        var accounts = views.accounts();
        var outcomes = dependencies.outcomes();
        var answers = new OperationAnswers(operations, authorizer);
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
                dependencies.imageWork().admission(),
                quotas,
                new FormCheck(store, dependencies.imageWork().check()),
                dependencies.imageWork().side(),
                config.uploads(),
                dependencies.imageWork().precedence(),
                config.syncTimeout(),
                clock,
                dependencies.registry());
        return List.of(
                new MetricsRoute(dependencies.registry()),
                new OperationRoutes(operations, answers, images),
                new ReplayRoutes(answers, replayer, replays, views.jobs(), quotas, authorizer, clock),
                new QueueRoute(
                        views.operations(),
                        views.kept().deadLetters(),
                        accounts,
                        outcomes.throughput(),
                        authorizer,
                        clock),
                new EventRoute(
                        views.changes().log(),
                        operations,
                        answers,
                        views.jobs(),
                        images,
                        authorizer,
                        config.syncTimeout(),
                        dependencies.registry(),
                        clock),
                new SignUpRoute(authorizer, commands, clock),
                new UserRoutes(commands, accounts, clock),
                new TokenRoute(dependencies.tokens()),
                new OrganizationRoutes(commands, accounts, authorizer),
                new MembershipRoutes(commands, accounts, clock),
                new WebhookRoutes(commands, accounts, config.webhookSeal()),
                new WebhookDeliveryRoutes(commands, accounts, views.kept().webhooks(), clock),
                new LimitRoutes(commands, quotas, views.kept().usage(), clock),
                uploads,
                new ImageRoutes(images, lookup),
                new DownloadRoute(lookup, store),
                new PreviewRoute(
                        lookup,
                        store,
                        dependencies.imageWork().side(),
                        config.previews().patience(),
                        dependencies.registry()),
                new ImageMetadataRoutes(lookup),
                new DeletionRoutes(commands, lookup, quotas),
                new OptionRoutes(commands, lookup, quotas),
                new UserMetadataRoutes(commands, lookup),
                new DynamicMetadataRoutes(commands, lookup, quotas),
                new CopyRoutes(commands, lookup, authorizer, clock),
                new JobRoutes(commands, images, views.jobs(), replays, authorizer, quotas, clock),
                new ConsoleRoutes());
    }
}
