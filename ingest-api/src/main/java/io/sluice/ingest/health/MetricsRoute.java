package io.sluice.ingest.health;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.service.StatusServer;

/// `GET /metrics`: everything measured, in Prometheus' text format.
public final class MetricsRoute {

    private final PrometheusMeterRegistry registry;

    public MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    public void get(Context context) {
        context.contentType(StatusServer.METRICS_TYPE).result(registry.scrape());
    }
}
