package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.PersonalHome;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.image.Organization;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Clock;
import java.util.List;

/// The route `POST /users`: creates a user and, when the request names one, an organization whose admin the
/// user is. The API key is in this response only.
public final class SignUpRoute implements RouteTable {

    private final Authorizer authorizer;
    private final Commands commands;
    private final Clock clock;

    public SignUpRoute(Authorizer authorizer, Commands commands, Clock clock) {
        this.authorizer = authorizer;
        this.commands = commands;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.open(POST, "/users", this::post)
                .summary("Signs up a user, with an organization if one is named")
                .body("SignUpRequest")
                .answers(201, "SignUp")
                .answers(202, "SignUp")
                .refuses(400, 401, 403, 409));
    }

    private void post(Context context) throws InterruptedException {
        authorizer.checkSignUp(context);
        try (var _ = authorizer.admitAnonymous(context)) {
            signUp(context);
        }
    }

    private void signUp(Context context) throws InterruptedException {
        var request = SignUpRequest.of(JsonBody.read(context));
        var user = UserId.random();
        var key = ApiKey.generate(user, clock.instant(), "made at sign-up");
        var command = command(request, user, key.stored());
        // A key whose command is accepted but not decided yet is still returned: it could not be shown later.
        var status = commands.decided(context, command).isPresent() ? 201 : 202;
        answer(context, status, user, request, key);
    }

    private AccountCommand command(SignUpRequest request, UserId user, ApiKey key) {
        var organization = request.organization();
        return organization == null
                ? new AccountCommand.CreateUser(envelope(PersonalHome.of(user)), user, request.email(), key)
                : new AccountCommand.SignUp(
                        envelope(organization.name()), user, request.email(), organization.displayName(), key);
    }

    private Envelope envelope(Organization organization) {
        return new Envelope(OperationId.random(), Part.ONLY, organization, commands.trail());
    }

    private static void answer(Context context, int status, UserId user, SignUpRequest request, ApiKey.Fresh key) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", user.toString());
        json.put("user_id", user.toString());
        json.put("email", request.email());
        json.put("api_key", key.plain());
        var organization = request.organization();
        if (organization != null) {
            json.put("organization", organization.name().name());
            json.put("display_name", organization.displayName());
        }
        context.header("Location", organization == null ? "/user" : "/organizations/" + organization.name());
        Answer.json(context, status, json);
    }
}
