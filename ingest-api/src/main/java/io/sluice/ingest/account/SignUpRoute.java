package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.UserId;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.ingest.access.Authorizer;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Clock;

/// The route `POST /users`: creates an organization and a user who is its admin. The API key is in this response only.
public final class SignUpRoute {

    private final Authorizer gate;
    private final Commands commands;
    private final Clock clock;

    public SignUpRoute(Authorizer gate, Commands commands, Clock clock) {
        this.gate = gate;
        this.commands = commands;
        this.clock = clock;
    }

    public void post(Context context) throws InterruptedException {
        gate.checkSignUp(context);
        try (var _ = gate.admitStranger(context)) {
            signUp(context);
        }
    }

    private void signUp(Context context) throws InterruptedException {
        var request = SignUpRequest.of(JsonBody.read(context));
        var user = UserId.random();
        var key = ApiKey.generate(user, clock.instant(), "made at sign-up");
        var command = new AccountCommand.SignUp(
                new Envelope(OperationId.random(), Part.ONLY, request.organization(), commands.trail()),
                user,
                request.email(),
                request.displayName(),
                key.stored());
        // A key whose command is accepted but not decided yet is still returned: it could not be shown later.
        answer(context, commands.decided(context, command).isPresent() ? 201 : 202, command, key);
    }

    private static void answer(Context context, int status, AccountCommand.SignUp command, ApiKey.Fresh key) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", command.user().toString());
        json.put("user_id", command.user().toString());
        json.put("email", command.email());
        json.put("api_key", key.plain());
        json.put("organization", command.organization().name());
        json.put("display_name", command.displayName());
        context.header("Location", "/organizations/" + command.organization());
        Answer.json(context, status, json);
    }
}
