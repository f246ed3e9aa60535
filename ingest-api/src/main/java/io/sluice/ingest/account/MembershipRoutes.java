package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;
import static io.sluice.account.Role.Permission.MEMBERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Paths;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.AccountView;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// The routes of `/organizations/{organization}/memberships`: the members and their roles.
public final class MembershipRoutes implements RouteTable {

    private static final String ALL = Paths.ORGANIZATION + "/memberships";
    private static final String ONE = ALL + "/{user}";

    private final Commands commands;
    private final AccountView accounts;
    private final Clock clock;

    public MembershipRoutes(Commands commands, AccountView accounts, Clock clock) {
        this.commands = commands;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.member(GET, ALL, MEMBERS, this::list)
                        .summary("Lists the members")
                        .answers(200, "Memberships"),
                Route.member(POST, ALL, MEMBERS, this::create)
                        .summary("Creates a user who is a member")
                        .body("MembershipRequest")
                        .answers(201, "NewMember")
                        .answers(202, "NewMember")
                        .refuses(409),
                Route.member(GET, ONE, MEMBERS, this::get)
                        .summary("Shows a member")
                        .answers(200, "Membership")
                        .refuses(404),
                Route.member(PUT, ONE, MEMBERS, this::put)
                        .summary("Sets the roles of a user")
                        .body("MembershipRequest")
                        .answers(200, "Membership")
                        .answers(201, "Membership")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(404, 409),
                Route.member(DELETE, ONE, MEMBERS, this::remove)
                        .summary("Ends a membership")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(404, 409));
    }

    private void list(Context context, OrganizationCaller member) {
        var organization = organization(member);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("total", organization.members().size());
        var items = json.putArray("items");
        organization.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(UserId::value)))
                .forEach(entry -> items.add(json(organization, entry.getKey(), entry.getValue())));
        Answer.json(context, 200, json);
    }

    private void get(Context context, OrganizationCaller member) {
        var organization = organization(member);
        var found = userId(context)
                .flatMap(user -> Optional.ofNullable(organization.members().get(user))
                        .map(membership -> json(organization, user, membership)))
                .orElseThrow(() -> noMembership(context, member));
        Answer.json(context, 200, found);
    }

    /// Creates a user who is a member. The API key is in this response only.
    private void create(Context context, OrganizationCaller member) throws InterruptedException {
        var organization = organization(member);
        var body = JsonBody.object(context);
        var email = AccountText.email(body, "email", email(member.caller(), organization));
        var user = UserId.random();
        var key = ApiKey.generate(user, clock.instant(), "made with the membership");
        var membership = membership(body);
        var command = new AccountCommand.AddMember(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                user,
                email,
                key.stored(),
                membership);
        var isThere =
                commands.decided(context, command).isPresent() && accounts.await(user, command.id(), Commands.VIEW_LAG);
        var json = MembershipJson.of(organization, user, membership);
        json.put("email", email);
        json.put("api_key", key.plain());
        // A key whose command is accepted but not decided yet is still returned: it could not be shown later.
        Answer.json(context, isThere ? 201 : 202, json);
    }

    /// Sets the roles of a user: 201 for a new member, 200 when the roles change, 204 when they do not.
    private void put(Context context, OrganizationCaller member) throws InterruptedException {
        var organization = organization(member);
        var membership = membership(JsonBody.object(context));
        var user = userId(context)
                .flatMap(accounts::user)
                .map(UserAccount::id)
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("user " + context.pathParam("user"))));
        var command = new AccountCommand.SetMembership(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()),
                user,
                membership);
        commands.decide(context, command, Outcome.MembershipChanged.class, changed -> {
            switch (changed.effect()) {
                case CREATED -> Answer.json(context, 201, json(organization, user, membership));
                case CHANGED, REMOVED -> Answer.json(context, 200, json(organization, user, membership));
                case UNCHANGED -> Answer.nothing(context);
            }
        });
    }

    private void remove(Context context, OrganizationCaller member) throws InterruptedException {
        var user = userId(context).orElseThrow(() -> noMembership(context, member));
        var command = new AccountCommand.RemoveMembership(
                new Envelope(OperationId.random(), Part.ONLY, member.organization(), commands.trail()), user);
        commands.decide(context, command, Outcome.MembershipChanged.class, changed -> {
            switch (changed.effect()) {
                case CREATED, CHANGED, REMOVED -> Answer.nothing(context);
                case UNCHANGED -> throw noMembership(context, member);
            }
        });
    }

    private OrganizationAccount organization(OrganizationCaller member) {
        return accounts.organization(member.organization())
                .orElseThrow(() -> new ProblemException(
                        new Rejection.UnknownOrganization(member.organization().name())));
    }

    private ObjectNode json(OrganizationAccount organization, UserId user, Membership membership) {
        var json = MembershipJson.of(organization, user, membership);
        accounts.user(user).ifPresent(account -> json.put("email", account.email()));
        return json;
    }

    /// Returns the contact address of a user without an address of their own.
    private static String email(Caller caller, OrganizationAccount organization) {
        return switch (caller) {
            case Caller.User(var account, var _, var _) -> account.email();
            case Caller.Root() -> organization.billingEmail();
        };
    }

    private static Optional<UserId> userId(Context context) {
        try {
            return Optional.of(new UserId(UUID.fromString(context.pathParam("user"))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Reads the membership in a body: `roles`, a list, or `role`, a single one.
    private static Membership membership(JsonNode body) {
        var roles = new TreeSet<Role>();
        try {
            if (body.path("roles").isArray()) {
                body.path("roles").forEach(role -> roles.add(Role.ofWireName(role.asText())));
            } else if (body.path("role").isTextual()) {
                roles.add(Role.ofWireName(body.path("role").asText()));
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.of(new Rejection.MalformedRequest(String.valueOf(e.getMessage()))), e);
        }
        if (roles.isEmpty()) {
            throw AccountText.malformed("\"roles\" must be a list of at least one role");
        }
        return new Membership(roles, AccountText.text(body, "comment", ""));
    }

    private static ProblemException noMembership(Context context, OrganizationCaller member) {
        return new ProblemException(new Rejection.NotFound("membership of the user " + context.pathParam("user")
                + " in the organization " + member.organization()));
    }
}
