package io.sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.WebhookDelivery;
import io.sluice.image.Organization;
import io.sluice.json.JobJson;
import io.sluice.json.OperationJson;
import io.sluice.kafka.Json;
import io.sluice.operation.OperationId;
import io.sluice.trace.TraceHeaders;
import io.sluice.view.OperationStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/// The messages about operations and jobs that have ended: an `event`, and the JSON that `GET` would return.
final class WebhookMessages {

    /// Maximum length of a body with all images; in a longer one they are omitted, as for a client without
    /// the role to read.
    static final int MAX_BODY_BYTES = 512 * 1024;

    private WebhookMessages() {}

    /// Whether a client requested this operation, and it does not concern the webhook itself.
    static boolean isTold(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Purged _, Outcome.WebhookChanged _, Outcome.LimitsChanged _ -> false;
            case Outcome.Registered _,
                    Outcome.Changed _,
                    Outcome.Deleted _,
                    Outcome.Copied _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.SignedUp _,
                    Outcome.Rejected _ -> true;
        };
    }

    /// @param ended the operation with the outcomes of all parts
    static WebhookDelivery operation(OpenOperation ended, Instant now) {
        var outcomes = ended.outcomes();
        var first = outcomes.getFirst();
        var status = new OperationStatus(
                first.operation(),
                first.organization(),
                null,
                outcomes.stream()
                        .map(outcome -> outcome.trail().accepted())
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                first.part().count(),
                outcomes.stream()
                        .sorted(Comparator.comparingInt(
                                outcome -> outcome.part().index()))
                        .map(outcome -> new OperationStatus.PartStatus(
                                outcome.part(), outcome.trail().attempts(), null, null, outcome))
                        .toList());
        var event = "operation." + status.state().name().toLowerCase(Locale.ROOT);
        var body = body(event, OperationJson.of(status, !ended.isLong()));
        return delivery(
                first.operation(),
                first.organization(),
                event,
                body.getBytes(UTF_8).length <= MAX_BODY_BYTES ? body : body(event, OperationJson.of(status, false)),
                now);
    }

    static WebhookDelivery job(Job job, Instant now) {
        var event = "job." + Json.MAPPER.convertValue(job.state(), String.class);
        return delivery(job.id(), job.target(), event, body(event, JobJson.of(job, now)), now);
    }

    private static WebhookDelivery delivery(
            OperationId operation, Organization organization, String event, String body, Instant now) {
        return new WebhookDelivery(operation, organization, event, body, 1, now, TraceHeaders.textsOfCurrent());
    }

    private static String body(String event, ObjectNode ended) {
        var json = JsonNodeFactory.instance.objectNode().put("event", event);
        json.setAll(ended);
        return json.toString();
    }
}
