package io.sluice.ingest;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.DOWNLOAD;
import static io.sluice.account.Role.Permission.READ;
import static io.sluice.account.Role.Permission.UPLOAD;

import io.javalin.Javalin;
import io.micrometer.core.instrument.Gauge;
import io.sluice.ingest.access.Gate;
import io.sluice.ingest.account.AccountRoutes;
import io.sluice.ingest.account.SignUpRoute;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.health.HealthRoutes;
import io.sluice.ingest.image.DownloadRoute;
import io.sluice.ingest.image.ImageRoutes;
import io.sluice.ingest.operation.OperationRoutes;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.upload.UploadLimits;
import io.sluice.ingest.upload.UploadRoute;
import java.util.List;
import java.util.Set;

/// The REST API, running from [#start] until [#close].
public final class IngestApi implements AutoCloseable {

    private final Javalin server;

    private IngestApi(Javalin server) {
        this.server = server;
    }

    /// Starts to serve.
    ///
    /// @throws io.javalin.util.JavalinException when the port cannot be listened on
    public static IngestApi start(ApiConfig config, Collaborators collaborators) {
        return new IngestApi(HttpServer.start(config, routes(config, collaborators), collaborators.registry()));
    }

    /// The port that it really listens on.
    public int port() {
        return server.port();
    }

    /// Stops to accept requests, lets those under way finish for a few seconds, and stops.
    @Override
    public void close() {
        server.stop();
    }

    private static List<Route> routes(ApiConfig config, Collaborators with) {
        var gate = new Gate(with.accounts(), config.rootKey());
        var operations = new Operations(with.operations(), with.pending());
        var health = new HealthRoutes(with.readiness(), with.registry());
        var signUp = new SignUpRoute(
                gate, with.publisher(), operations, with.accounts(), config.syncTimeout(), with.clock());
        var accounts = new AccountRoutes(with.accounts());
        var operationRoutes = new OperationRoutes(operations, gate);
        var images = new ImageRoutes(with.images());
        var downloads = new DownloadRoute(images, with.store());
        var uploads = new UploadRoute(
                with.store(),
                with.publisher(),
                with.images(),
                operations,
                UploadLimits.ofFileBytes(config.maxFileBytes()),
                config.maxConcurrentUploads(),
                config.syncTimeout(),
                with.clock(),
                with.registry());
        Gauge.builder(ApiMetrics.WAITING, with.pending(), PendingOutcomes::size)
                .description("requests that wait for an outcome")
                .register(with.registry());

        return List.of(
                Route.open(GET, "/health/live", health::live),
                Route.open(GET, "/health/ready", health::ready),
                Route.open(GET, "/metrics", health::metrics),
                Route.open(POST, "/users", signUp::post),
                Route.keyed(GET, "/user", gate, accounts::user),
                Route.keyed(GET, "/operations/{id}", gate, operationRoutes::get),
                Route.member(GET, "/organizations/{organization}", gate, Set.of(), accounts::organization),
                Route.member(POST, "/sourceimages/{organization}", gate, Set.of(UPLOAD), uploads::post),
                Route.member(GET, "/sourceimages/{organization}", gate, Set.of(READ), images::list),
                Route.member(POST, "/sourceimages/{organization}/exists", gate, Set.of(READ, UPLOAD), images::exists),
                Route.member(GET, "/sourceimages/{organization}/{hash}", gate, Set.of(READ), images::get),
                Route.member(
                        GET, "/sourceimages/{organization}/{hash}/download", gate, Set.of(DOWNLOAD), downloads::get));
    }
}
