package io.sluice.ingest.route;

import static io.javalin.http.HandlerType.GET;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.service.StatusServer;
import java.util.List;

/// The route `GET /metrics`: all metrics in the text format of Prometheus.
public final class MetricsRoute implements RouteTable {

    private final PrometheusMeterRegistry registry;

    public MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.open(GET, "/metrics", this::get)
                .summary("The metrics in the text format of Prometheus")
                .answersWith(200, "text/plain"));
    }

    private void get(Context context) {
        context.contentType(StatusServer.METRICS_TYPE).result(registry.scrape());
    }
}
