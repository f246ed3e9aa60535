package io.sluice.ingest.health;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.wire.Answer;
import io.sluice.service.HealthReport;
import io.sluice.service.Readiness;
import io.sluice.service.StatusServer;

/// Liveness, readiness and metrics.
public final class HealthRoutes {

    private final Readiness readiness;
    private final PrometheusMeterRegistry registry;

    /// @param readiness whether this process can serve
    public HealthRoutes(Readiness readiness, PrometheusMeterRegistry registry) {
        this.readiness = readiness;
        this.registry = registry;
    }

    /// 200 as long as this process answers at all.
    public void live(Context context) {
        answer(context, HealthReport.live());
    }

    /// 200 when every check holds; otherwise 503, naming those that do not.
    public void ready(Context context) {
        answer(context, HealthReport.of(readiness));
    }

    /// Everything measured, in Prometheus' text format.
    public void metrics(Context context) {
        context.contentType(StatusServer.METRICS_TYPE).result(registry.scrape());
    }

    private static void answer(Context context, HealthReport report) {
        Answer.json(context, report.status(), report.json());
    }
}
