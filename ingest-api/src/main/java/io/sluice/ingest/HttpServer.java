package io.sluice.ingest;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Javalin on Jetty, set up for large bodies, strict JSON answers and impolite clients.
final class HttpServer {

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final long STOP_TIMEOUT_MILLIS = 10_000;
    private static final int ACCEPT_QUEUE = 1024;

    private HttpServer() {}

    static Javalin start(ApiConfig config, List<Route> routes, MeterRegistry registry) {
        var errors = new Errors(registry);
        var javalin = Javalin.create(javalinConfig -> {
            configure(javalinConfig, config);
            for (var route : routes) {
                javalinConfig.routes.addHttpHandler(route.method(), route.path(), route.handler());
                if (route.method().equals(GET)) {
                    // Jetty drops the body; Javalin alone would answer HEAD without asking the handler
                    javalinConfig.routes.addHttpHandler(HEAD, route.path(), route.handler());
                }
            }
            javalinConfig.routes.exception(
                    ProblemException.class, (e, context) -> Answer.problem(context, errors.of(e)));
            javalinConfig.routes.exception(
                    HttpResponseException.class, (e, context) -> Answer.problem(context, errors.of(e, context)));
            javalinConfig.routes.exception(Exception.class, (e, context) -> Answer.problem(context, errors.of(e)));
            javalinConfig.router.javaLangErrorHandler(
                    (response, error) -> Answer.problem(response, errors.unexpected(error)));
            javalinConfig.requestLogger.http(new RequestTimer(registry));
        });
        return javalin.start();
    }

    private static void configure(JavalinConfig javalin, ApiConfig config) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.concurrency.useVirtualThreads = true;
        javalin.http.prefer405over404 = true;
        javalin.http.maxRequestSize = Long.MAX_VALUE; // every route bounds what it reads
        javalin.http.compressionStrategy = CompressionStrategy.NONE; // images do not get smaller
        // a type without a charset of its own, which Jetty would carry over to the type that is set later
        javalin.http.defaultContentType = "application/octet-stream";
        javalin.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
            http.setResponseHeaderSize(MAX_HEADER_BYTES);
            http.setSendServerVersion(false);
        });
        javalin.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_TIMEOUT_MILLIS);
            server.setErrorHandler(new JettyErrors());
        });
        javalin.jetty.modifyServletContextHandler(
                handler -> handler.addFilter(new TraceFilter(), "/*", EnumSet.of(DispatcherType.REQUEST))
                        .setAsyncSupported(true));
        javalin.jetty.addConnector((server, http) -> connector(server, http, config));
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, ApiConfig config) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        return connector;
    }
}
