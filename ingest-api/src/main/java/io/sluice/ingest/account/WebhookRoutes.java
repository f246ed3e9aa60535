package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.MEMBERS;
import static io.sluice.ingest.account.AccountText.malformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.SecretSeal;
import io.sluice.account.Webhook;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.AccountView;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// The routes of `/organizations/{organization}/options/webhook`: the webhook that receives the ends of
/// operations and jobs.
public final class WebhookRoutes implements RouteTable {

    private static final String WEBHOOK = Paths.ORGANIZATION + "/options/webhook";

    private static final int MAX_URL_LENGTH = 2_000;
    private static final int MIN_SECRET_LENGTH = 16;
    private static final int MAX_SECRET_LENGTH = 255;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /// Prefix of a base64 secret, according to Standard Webhooks.
    private static final String BASE64_SECRET = "whsec_";

    private final Commands commands;
    private final AccountView accounts;
    private final SecretSeal seal;

    public WebhookRoutes(Commands commands, AccountView accounts, SecretSeal seal) {
        this.commands = commands;
        this.accounts = accounts;
        this.seal = seal;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(GET, WEBHOOK, MEMBERS, this::get)
                        .summary("Shows the webhook without its secret")
                        .answers(200, "Webhook")
                        .refuses(404),
                Route.member(PUT, WEBHOOK, MEMBERS, this::put)
                        .summary("Sets the webhook")
                        .body("WebhookRequest")
                        .answers(200, "Webhook")
                        .answers(201, "Webhook")
                        .answers(202, "Operation")
                        .answers(204),
                Route.member(DELETE, WEBHOOK, MEMBERS, this::remove)
                        .summary("Removes the webhook")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(404));
    }

    /// Returns the URL; the secret is never returned.
    private void get(Context context, OrganizationCaller member) {
        var webhook = accounts.organization(member.organization())
                .map(account -> account.options().webhook())
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("webhook of " + member.organization())));
        Answer.json(context, 200, json(webhook));
    }

    /// Sets the webhook: 201 when there was none, 200 when it changed, 204 when it did not.
    private void put(Context context, OrganizationCaller member) throws InterruptedException {
        var body = JsonBody.object(context);
        var webhook = new Webhook(url(body), sealed(member.organization(), secret(body)));
        var command = new AccountCommand.SetWebhook(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()), webhook);
        commands.decide(context, command, Outcome.WebhookChanged.class, changed -> {
            switch (changed.effect()) {
                case CREATED -> Answer.json(context, 201, json(webhook));
                case CHANGED, REMOVED -> Answer.json(context, 200, json(webhook));
                case UNCHANGED -> Answer.nothing(context);
            }
        });
    }

    /// Encrypts a secret; the one that is set already keeps its ciphertext, from which the catalog recognizes
    /// it.
    private String sealed(Organization organization, String secret) {
        return accounts.organization(organization)
                .map(account -> account.options().webhook())
                .map(former -> seal.reseal(organization, secret, former.secret()))
                .orElseGet(() -> seal.seal(organization, secret));
    }

    private void remove(Context context, OrganizationCaller member) throws InterruptedException {
        var command = new AccountCommand.RemoveWebhook(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()));
        commands.decide(context, command, Outcome.WebhookChanged.class, _ -> Answer.nothing(context));
    }

    private static ObjectNode json(Webhook webhook) {
        return JsonNodeFactory.instance.objectNode().put("url", webhook.url());
    }

    /// Reads the URL. Whether its host may be connected to is checked at every delivery, because DNS records
    /// change.
    private static String url(JsonNode body) {
        var text = body.path("url").asText("").strip();
        try {
            var url = new URI(text);
            if (text.length() > MAX_URL_LENGTH
                    || url.getScheme() == null
                    || !SCHEMES.contains(url.getScheme())
                    || url.getHost() == null
                    || url.getRawUserInfo() != null) {
                throw malformed("\"url\" must be an http or https address of at most " + MAX_URL_LENGTH
                        + " characters without a user name");
            }
            return text;
        } catch (URISyntaxException _) {
            throw malformed("\"url\" must be an http or https address");
        }
    }

    private static String secret(JsonNode body) {
        var secret = body.path("secret").asText("");
        if (secret.length() < MIN_SECRET_LENGTH || secret.length() > MAX_SECRET_LENGTH) {
            throw malformed("\"secret\" must have " + MIN_SECRET_LENGTH + " to " + MAX_SECRET_LENGTH + " characters");
        }
        if (secret.startsWith(BASE64_SECRET) && !isBase64(secret.substring(BASE64_SECRET.length()))) {
            throw malformed("a \"secret\" that begins with " + BASE64_SECRET + " must go on in base64");
        }
        return secret;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
