package io.sluice.ingest;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.servlet.JavalinServlet;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.place.TransferConfig;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/// The routes as a handler for Jetty: Javalin as a servlet, configured for large bodies, JSON responses and
/// hostile clients. The server itself is not Javalin's.
final class ApiHandler {

    private ApiHandler() {}

    static Handler of(List<Route> routes, Authorizer authorizer, TransferConfig transfers, MeterRegistry registry) {
        var errors = new Errors(registry);
        var context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setContextPath("/");
        context.addFilter(new TraceFilter(), "/*", EnumSet.of(DispatcherType.REQUEST))
                .setAsyncSupported(true);
        context.addFilter(new StrictRequests(errors, transfers), "/*", EnumSet.of(DispatcherType.REQUEST))
                .setAsyncSupported(true);
        context.addServlet(
                new ServletHolder(new JavalinServlet(javalin(routes, authorizer, errors, registry).unsafe)), "/*");
        return context;
    }

    private static Javalin javalin(List<Route> routes, Authorizer authorizer, Errors errors, MeterRegistry registry) {
        return Javalin.create(javalin -> {
            configure(javalin);
            for (var route : routes) {
                var handler = route.handler(authorizer);
                javalin.routes.addHttpHandler(route.method(), route.path(), handler);
                if (route.method().equals(GET)) {
                    // Jetty drops the body; Javalin alone would answer HEAD without calling the handler
                    javalin.routes.addHttpHandler(HEAD, route.path(), handler);
                }
            }
            javalin.routes.exception(ProblemException.class, (e, context) -> Answer.problem(context, errors.of(e)));
            javalin.routes.exception(
                    HttpResponseException.class, (e, context) -> Answer.problem(context, errors.of(e, context)));
            javalin.routes.exception(Exception.class, (e, context) -> Answer.problem(context, errors.of(e)));
            javalin.router.javaLangErrorHandler(
                    (response, error) -> Answer.problem(response, errors.unexpected(error)));
            javalin.requestLogger.http(new RequestTimer(registry));
        });
    }

    private static void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.maxRequestSize = Long.MAX_VALUE; // every route limits what it reads
        javalin.http.compressionStrategy = CompressionStrategy.NONE; // images do not get smaller
        // a type without a charset, which Jetty would otherwise keep for the type that is set later
        javalin.http.defaultContentType = "application/octet-stream";
    }
}
