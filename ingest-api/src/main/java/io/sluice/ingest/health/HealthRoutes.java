package io.sluice.ingest.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.wire.Answer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Liveness, readiness and metrics.
public final class HealthRoutes {

    private final Map<String, BooleanSupplier> checks;
    private final PrometheusMeterRegistry registry;

    /// @param checks what must be true for this node to serve, by name
    public HealthRoutes(Map<String, BooleanSupplier> checks, PrometheusMeterRegistry registry) {
        this.checks = new TreeMap<>(checks);
        this.registry = registry;
    }

    /// 200 as long as this process answers at all.
    public void live(Context context) {
        Answer.json(context, 200, JsonNodeFactory.instance.objectNode().put("status", "live"));
    }

    /// 200 when every check holds; otherwise 503, naming those that do not.
    public void ready(Context context) {
        var json = JsonNodeFactory.instance.objectNode();
        var results = JsonNodeFactory.instance.objectNode();
        var waiting = JsonNodeFactory.instance.arrayNode();
        checks.forEach((name, check) -> {
            var holds = check.getAsBoolean();
            results.put(name, holds);
            if (!holds) {
                waiting.add(name);
            }
        });
        json.put("status", waiting.isEmpty() ? "ready" : "not-ready");
        json.set("checks", results);
        json.set("waiting_for", waiting);
        Answer.json(context, waiting.isEmpty() ? 200 : 503, json);
    }

    /// Everything measured, in Prometheus' text format.
    public void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }
}
