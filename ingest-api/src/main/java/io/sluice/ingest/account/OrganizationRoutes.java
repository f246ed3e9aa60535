package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role.Permission;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.json.WireTime;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.AccountView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The routes `GET` and `PUT /organizations/{organization}`.
public final class OrganizationRoutes implements RouteTable {

    private final Commands commands;
    private final AccountView accounts;
    private final Authorizer authorizer;
    private final ReadOnlyUsers readOnly;

    public OrganizationRoutes(Commands commands, AccountView accounts, Authorizer authorizer) {
        this.commands = commands;
        this.accounts = accounts;
        this.authorizer = authorizer;
        this.readOnly = new ReadOnlyUsers(accounts);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(GET, Paths.ORGANIZATION, this::get)
                        .summary("Shows an organization")
                        .answers(200, "Organization"),
                Route.keyed(PUT, Paths.ORGANIZATION, this::create)
                        .summary("Creates an organization")
                        .body("OrganizationRequest")
                        .answers(201, "Organization")
                        .answers(202, "Operation")
                        .refuses(409));
    }

    /// Returns the organization, and what the caller may do in it, so that an application offers nothing else.
    private void get(Context context, OrganizationCaller member) {
        var account = accounts.organization(member.organization())
                .orElseThrow(() -> new ProblemException(
                        new Rejection.UnknownOrganization(member.organization().name())));
        var json = json(account, member.allows(Permission.MEMBERS));
        var permissions = json.putArray("permissions");
        Arrays.stream(Permission.values())
                .filter(member::allows)
                .forEach(permission -> permissions.add(permission.name().toLowerCase(Locale.ROOT)));
        Answer.json(context, 200, json);
    }

    /// Creates the organization. The caller becomes its admin, or the user whom the operator names.
    private void create(Context context, Caller caller) throws InterruptedException {
        authorizer.checkMayCreateOrganization(caller);
        if (caller instanceof Caller.User(var account, var _, var _)) {
            readOnly.refuse(account, "create an organization");
        }
        var name = context.pathParam("organization");
        if (!Organization.isValid(name)) {
            throw AccountText.malformed("An organization name has 2 to 60 characters of a-z, 0-9 and '-', but this is "
                    + AccountText.quoted(name));
        }
        var body = JsonBody.object(context);
        var user = caller instanceof Caller.User(var account, var _, var _) ? account : admin(body);
        var command = new AccountCommand.CreateOrganization(
                new Envelope(OperationId.random(), Part.ONLY, new Organization(name), commands.trail()),
                user.id(),
                AccountText.email(body, "billing_email", user.email()),
                AccountText.text(body, "display_name", name));
        commands.decide(context, command, Outcome.OrganizationCreated.class, created -> {
            context.header("Location", "/organizations/" + name);
            Answer.json(context, 201, json(created.account(), true));
        });
    }

    private UserAccount admin(JsonNode body) {
        var id = body.path("admin").asText("");
        return userId(id)
                .flatMap(accounts::user)
                .orElseThrow(() -> AccountText.malformed(
                        "The root key belongs to no user: \"admin\" must be the id of the user who becomes the admin,"
                                + " but is " + AccountText.quoted(id)));
    }

    private static Optional<UserId> userId(String text) {
        try {
            return Optional.of(UserId.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ObjectNode json(OrganizationAccount account, boolean billing) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", account.id().toString());
        json.put("name", account.name().name());
        json.put("display_name", account.displayName());
        json.put("created", WireTime.format(account.created()));
        // there are no limits of traffic and no organizations of organizations; clients expect the fields
        json.putObject("limit").put("space", account.limits().bytes()).putNull("traffic");
        json.putNull("master_organization");
        if (billing) {
            json.put("billing_email", account.billingEmail());
        }
        return json;
    }
}
