package io.sluice.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What `/health/live` and `/health/ready` answer, the same in every service.
///
/// @param status HTTP status
public record HealthReport(int status, ObjectNode json) {

    /// The process answers at all.
    public static HealthReport live() {
        return new HealthReport(200, JsonNodeFactory.instance.objectNode().put("status", "live"));
    }

    /// 200 when every check holds; otherwise 503, naming those that do not.
    public static HealthReport of(Readiness readiness) {
        var json = JsonNodeFactory.instance.objectNode();
        var missing = readiness.waitingFor();
        json.put("status", missing.isEmpty() ? "ready" : "not-ready");
        var checks = json.putObject("checks");
        readiness.results().forEach(checks::put);
        var waiting = json.putArray("waiting_for");
        missing.forEach(waiting::add);
        return new HealthReport(missing.isEmpty() ? 200 : 503, json);
    }
}
