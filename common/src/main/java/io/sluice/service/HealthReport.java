package io.sluice.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;

/// What `/health/live` and `/health/ready` answer, the same in every service.
///
/// @param status HTTP status
public record HealthReport(int status, ObjectNode json) {

    /// The process answers at all.
    public static HealthReport live() {
        return new HealthReport(200, JsonNodeFactory.instance.objectNode().put("status", "live"));
    }

    /// 200 when every check holds; otherwise 503, naming those that do not and since when. Made within about a second,
    /// whatever the checks do.
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
        return new HealthReport(look.ready() ? 200 : 503, json);
    }
}
