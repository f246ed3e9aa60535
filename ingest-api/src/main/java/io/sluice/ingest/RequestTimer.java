package io.sluice.ingest;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.RequestLogger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.ingest.health.ApiMetrics;
import java.time.Duration;

/// A timer of requests by route, method and class of status. The route is the template, not the path, so
/// that the number of series stays small.
final class RequestTimer implements RequestLogger {

    /// Time within which requests should be answered, a bucket of the histogram.
    private static final Duration OBJECTIVE = Duration.ofSeconds(1);

    private final MeterRegistry registry;

    RequestTimer(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(Context context, Float milliseconds) {
        var endpoint = context.endpoints().lastHttpEndpoint();
        var method = context.method();
        Timer.builder(ApiMetrics.REQUESTS)
                .description("time from the first byte of a request to the last of its answer")
                .serviceLevelObjectives(OBJECTIVE)
                .tag("route", endpoint == null ? "none" : endpoint.path)
                .tag("method", HandlerType.commonHttp().contains(method) ? method.name() : "other")
                .tag("status", context.statusCode() / 100 + "xx")
                .register(registry)
                .record(Duration.ofNanos((long) (milliseconds * 1_000_000)));
    }
}
