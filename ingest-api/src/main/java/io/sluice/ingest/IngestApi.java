package io.sluice.ingest;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.CHANGE;
import static io.sluice.account.Role.Permission.DELETE_ALL;
import static io.sluice.account.Role.Permission.DOWNLOAD;
import static io.sluice.account.Role.Permission.LOCK;
import static io.sluice.account.Role.Permission.MEMBERS;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import io.javalin.http.HandlerType;
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
import io.sluice.ingest.health.MetricsRoute;
import io.sluice.ingest.image.DownloadRoute;
import io.sluice.ingest.image.ImageLookup;
import io.sluice.ingest.image.ImageRoutes;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.place.PlaceQueue;
import io.sluice.ingest.quota.LimitRoutes;
import io.sluice.ingest.quota.Quotas;
import io.sluice.ingest.upload.FormCheck;
import io.sluice.ingest.upload.UploadLimits;
import io.sluice.ingest.upload.UploadRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The REST API, served from [#start] until [#close].
final class IngestApi implements AutoCloseable {

    private static final String ORGANIZATION = "/organizations/{organization}";
    private static final String IMAGES = "/sourceimages/{organization}";
    private static final String IMAGE = IMAGES + "/{hash}";
    private static final String USER_METADATA = IMAGE + "/meta/user";

    /// Of WebDAV (RFC 4918, section 9.8).
    private static final HandlerType COPY = HandlerType.findOrCreate("COPY");

    private final FrontDoor door;

    private IngestApi(FrontDoor door) {
        this.door = door;
    }

    /// Starts to serve.
    ///
    /// @param door stays the caller's to close, after this
    static IngestApi start(ApiConfig config, ApiDependencies collaborators, FrontDoor door) {
        door.attach(ApiHandler.of(routes(config, collaborators), config.transfers(), collaborators.registry()));
        return new IngestApi(door);
    }

    /// Refuses requests from now on and lets those under way finish for a few seconds.
    @Override
    public void close() {
        door.detach();
    }

    private static List<Route> routes(ApiConfig config, ApiDependencies dependencies) {
        var requests =
                new PlaceQueue<String>(config.transfers().maxRequests()).measured(dependencies.registry(), "requests");
        var gate =
                new Authorizer(dependencies.accounts(), config.rootKey(), config.access(), System::nanoTime, requests);
        var outage = new OutageGuard(dependencies.reachability(), dependencies.storeReachability());
        var operations = new Operations(dependencies.operations(), dependencies.pending(), outage);
        var commands = new Commands(
                dependencies.publisher(),
                operations,
                outage,
                dependencies.images(),
                dependencies.accounts(),
                config.syncTimeout(),
                dependencies.clock());
        var lookup = new ImageLookup(dependencies.images());
        var quotas = new Quotas(
                dependencies.accounts(),
                dependencies.images(),
                dependencies.jobs(),
                dependencies.converted(),
                System::nanoTime);
        Gauge.builder(ApiMetrics.WAITING, dependencies.pending(), PendingOutcomes::size)
                .description("requests that wait for an outcome")
                .register(dependencies.registry());

        var routes = new ArrayList<Route>();
        routes.addAll(serviceRoutes(dependencies, new OperationRoutes(operations, gate), gate));
        routes.addAll(accountRoutes(config, dependencies, commands, gate));
        routes.addAll(limitRoutes(commands, quotas, gate));
        routes.addAll(imageRoutes(config, dependencies, operations, outage, lookup, quotas, gate));
        routes.addAll(changeRoutes(commands, lookup, quotas, gate));
        routes.addAll(copyRoutes(dependencies, commands, lookup, quotas, gate));
        routes.add(Route.open(GET, "/", new RouteIndex(routes, gate)::get));
        var freshness = new Freshness(dependencies.viewAge(), config.maxViewAge());
        return routes.stream().map(freshness::applied).toList();
    }

    private static List<Route> serviceRoutes(
            ApiDependencies dependencies, OperationRoutes operations, Authorizer gate) {
        return List.of(
                Route.open(GET, "/metrics", new MetricsRoute(dependencies.registry())::get),
                Route.keyed(GET, "/operations/{id}", gate, operations::get));
    }

    private static List<Route> accountRoutes(
            ApiConfig config, ApiDependencies dependencies, Commands commands, Authorizer gate) {
        var signUp = new SignUpRoute(gate, commands, dependencies.clock());
        var users = new UserRoutes(commands, dependencies.accounts(), dependencies.clock());
        var organizations = new OrganizationRoutes(commands, dependencies.accounts(), gate);
        var memberships = new MembershipRoutes(commands, dependencies.accounts(), dependencies.clock());
        var webhooks = new WebhookRoutes(commands, dependencies.accounts(), config.webhookSeal());
        var members = Set.of(MEMBERS);
        return List.of(
                Route.open(POST, "/users", signUp::post),
                Route.keyed(GET, "/user", gate, users::get),
                Route.keyed(GET, "/user/apikeys", gate, users::keys),
                Route.keyed(POST, "/user/apikeys", gate, users::addKey),
                Route.keyed(GET, "/user/apikeys/current", gate, users::currentKey),
                Route.keyed(DELETE, "/user/apikeys/{id}", gate, users::removeKey),
                Route.member(GET, ORGANIZATION, gate, Set.of(), organizations::get),
                Route.keyed(PUT, ORGANIZATION, gate, organizations::create),
                Route.member(GET, ORGANIZATION + "/memberships", gate, members, memberships::list),
                Route.member(POST, ORGANIZATION + "/memberships", gate, members, memberships::create),
                Route.member(GET, ORGANIZATION + "/memberships/{user}", gate, members, memberships::get),
                Route.member(PUT, ORGANIZATION + "/memberships/{user}", gate, members, memberships::put),
                Route.member(DELETE, ORGANIZATION + "/memberships/{user}", gate, members, memberships::remove),
                Route.member(GET, ORGANIZATION + "/options/webhook", gate, members, webhooks::get),
                Route.member(PUT, ORGANIZATION + "/options/webhook", gate, members, webhooks::put),
                Route.member(DELETE, ORGANIZATION + "/options/webhook", gate, members, webhooks::remove));
    }

    private static List<Route> limitRoutes(Commands commands, Quotas quotas, Authorizer gate) {
        var limits = new LimitRoutes(commands, quotas);
        return List.of(
                Route.keyed(PUT, ORGANIZATION + "/limits", gate, limits::put).onlyFor("the operator"),
                Route.member(GET, ORGANIZATION + "/usage", gate, Set.of(), limits::usage));
    }

    private static List<Route> imageRoutes(
            ApiConfig config,
            ApiDependencies dependencies,
            Operations operations,
            OutageGuard outage,
            ImageLookup lookup,
            Quotas quotas,
            Authorizer gate) {
        var images = new ImageRoutes(dependencies.images(), lookup);
        var downloads = new DownloadRoute(lookup, dependencies.store());
        var uploads = new UploadRoute(
                dependencies.store(),
                dependencies.publisher(),
                dependencies.images(),
                operations,
                outage,
                dependencies.admission(),
                quotas,
                UploadLimits.ofFileBytes(config.maxFileBytes()),
                new FormCheck(dependencies.store(), dependencies.imageCheck()),
                config.maxConcurrentUploads(),
                dependencies.precedence(),
                config.syncTimeout(),
                dependencies.clock(),
                dependencies.registry());
        return List.of(
                Route.member(POST, IMAGES, gate, Set.of(UPLOAD), uploads::post),
                Route.member(GET, IMAGES, gate, Set.of(READ), images::list),
                Route.member(POST, IMAGES + "/exists", gate, Set.of(READ, UPLOAD), images::exists),
                Route.member(GET, IMAGE, gate, Set.of(READ), images::get),
                Route.member(GET, IMAGE + "/download", gate, Set.of(DOWNLOAD), downloads::get),
                Route.member(GET, USER_METADATA, gate, Set.of(READ), images::userMetadata),
                Route.member(GET, USER_METADATA + "/{name}", gate, Set.of(READ), images::userMetadataField));
    }

    private static List<Route> changeRoutes(Commands commands, ImageLookup lookup, Quotas quotas, Authorizer gate) {
        var deletions = new DeletionRoutes(commands, lookup, quotas);
        var options = new OptionRoutes(commands, lookup, quotas);
        var userMetadata = new UserMetadataRoutes(commands, lookup);
        var dynamicMetadata = new DynamicMetadataRoutes(commands, lookup, quotas);
        var change = Set.of(CHANGE);
        return List.of(
                Route.member(DELETE, IMAGES, gate, change, deletions::deleteBinary),
                Route.member(DELETE, IMAGE, gate, change, deletions::delete),
                Route.member(POST, IMAGE + "/restore", gate, change, deletions::restore),
                Route.member(PUT, IMAGE + "/options/protected", gate, change, options::protect),
                Route.member(PUT, IMAGE + "/options/locked", gate, Set.of(LOCK), options::lock),
                Route.member(PUT, IMAGE + "/name", gate, change, options::rename),
                Route.member(PATCH, USER_METADATA, gate, change, userMetadata::merge),
                Route.member(PUT, USER_METADATA, gate, change, userMetadata::replace),
                Route.member(DELETE, USER_METADATA, gate, change, userMetadata::clear),
                Route.member(PUT, USER_METADATA + "/{name}", gate, change, userMetadata::setField),
                Route.member(DELETE, USER_METADATA + "/{name}", gate, change, userMetadata::removeField),
                Route.member(PUT, IMAGE + "/meta/dynamic/{name}", gate, change, dynamicMetadata::set),
                Route.member(DELETE, IMAGE + "/meta/dynamic/{name}", gate, change, dynamicMetadata::remove));
    }

    private static List<Route> copyRoutes(
            ApiDependencies dependencies, Commands commands, ImageLookup lookup, Quotas quotas, Authorizer gate) {
        var copies = new CopyRoutes(commands, lookup, gate, dependencies.clock());
        var jobs =
                new JobRoutes(commands, dependencies.images(), dependencies.jobs(), gate, quotas, dependencies.clock());
        return List.of(
                Route.member(COPY, IMAGE, gate, Set.of(READ), copies::copyOne),
                Route.member(POST, IMAGE + "/copy", gate, Set.of(READ), copies::copyOne),
                Route.member(POST, IMAGES + "/copy", gate, Set.of(READ), copies::copySome),
                Route.member(POST, IMAGES + "/copy-all", gate, Set.of(READ), jobs::copyAll),
                Route.member(POST, IMAGES + "/delete-all", gate, Set.of(DELETE_ALL), jobs::deleteAll),
                Route.keyed(GET, "/jobs/{id}", gate, jobs::get),
                Route.keyed(DELETE, "/jobs/{id}", gate, jobs::cancel));
    }
}
