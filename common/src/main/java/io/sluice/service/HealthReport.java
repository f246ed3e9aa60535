package io.sluice.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;

/// The response to `/health/live` or `/health/ready`, the same in every service.
///
/// @param status HTTP status
public record HealthReport(int status, ObjectNode json) {

    /// Creates the report of a process that answers.
    public static HealthReport live() {
        return new HealthReport(200, JsonNodeFactory.instance.objectNode().put("status", "live"));
    }

    /// Creates the report of the checks: status 200 when all pass, otherwise 503 with the failed checks and
    /// the times since when they fail. Also names work that does not move. Takes about a second at most, even when
    /// a check hangs.
    public static HealthReport of(Readiness readiness) {
        var look = readiness.look();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("status", look.ready() ? "ready" : "not-ready");
        var checks = json.putObject("checks");
        look.checks().forEach(checks::put);
        var waiting = json.putArray("waiting_for");
        var since = json.putObject("since");
        look.missing().forEach((name, from) -> {
            waiting.add(name);
            since.put(name, from.truncatedTo(ChronoUnit.MILLIS).toString());
        });
        var stuck = readiness.stuck();
        if (!stuck.isEmpty()) {
            var group = json.putObject("stuck");
            stuck.forEach((name, from) ->
                    group.put(name, from.truncatedTo(ChronoUnit.MILLIS).toString()));
        }
        return new HealthReport(look.ready() ? 200 : 503, json);
    }
}
