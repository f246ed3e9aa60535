package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.sluice.account.Role.Permission.MEMBERS;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.command.WebhookAttempt;
import io.sluice.command.WebhookDelivery;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.WireTime;
import io.sluice.kafka.Json;
import io.sluice.operation.OperationId;
import io.sluice.trace.TraceHeaders;
import io.sluice.view.AccountView;
import io.sluice.view.WebhookView;
import java.time.Clock;
import java.util.List;

/// The routes `POST …/options/webhook/test` and `GET …/options/webhook/deliveries`: a message that an admin requests,
/// and the results of the last ones.
public final class WebhookDeliveryRoutes implements RouteTable {

    private static final String WEBHOOK = Paths.ORGANIZATION + "/options/webhook";

    private final Commands commands;
    private final AccountView accounts;
    private final WebhookView webhooks;
    private final Clock clock;

    public WebhookDeliveryRoutes(Commands commands, AccountView accounts, WebhookView webhooks, Clock clock) {
        this.commands = commands;
        this.accounts = accounts;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(POST, WEBHOOK + "/test", MEMBERS, this::test)
                        .summary("Sends a test message to the webhook")
                        .answers(202, "WebhookTest")
                        .refuses(404),
                Route.member(GET, WEBHOOK + "/deliveries", MEMBERS, this::list)
                        .summary("Lists the last messages to the webhook, the latest first")
                        .answers(200, "WebhookDeliveries"));
    }

    /// Sends a test message. It is delivered like any other one, but only once.
    private void test(Context context, OrganizationCaller member) throws InterruptedException {
        var organization = member.organization();
        var isSet = accounts.organization(organization)
                .map(account -> account.options().webhook())
                .isPresent();
        if (!isSet) {
            throw new ProblemException(new Rejection.NotFound("webhook of " + organization));
        }
        var now = clock.instant();
        var id = OperationId.random();
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("event", WebhookDelivery.TEST)
                .put("id", id.value())
                .put("organization", organization.name())
                .put("sent", WireTime.format(now));
        var delivery = new WebhookDelivery(
                id, organization, WebhookDelivery.TEST, body.toString(), 1, now, TraceHeaders.textsOfCurrent());
        commands.publish(delivery);
        Answer.json(
                context,
                202,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", delivery.messageId())
                        .put("event", delivery.event())
                        .put("time", WireTime.format(now)));
    }

    /// Lists the last messages with the result of their last attempt, the latest first.
    private void list(Context context, OrganizationCaller member) {
        var json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        webhooks.last(member.organization()).forEach(attempt -> items.add(json(attempt)));
        Answer.json(context, 200, json);
    }

    private static ObjectNode json(WebhookAttempt attempt) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", attempt.message());
        json.put("event", attempt.event());
        json.put("time", WireTime.format(attempt.time()));
        json.put("attempts", attempt.attempt());
        json.put("status", Json.MAPPER.convertValue(attempt.state(), String.class));
        json.put("answer", attempt.answer());
        if (attempt.nextTry() != null) {
            json.put("next_try", WireTime.format(attempt.nextTry()));
        }
        return json;
    }
}
