package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.UserId;
import io.sluice.command.CatalogCommand;
import io.sluice.command.OperationId;
import io.sluice.command.Outcome;
import io.sluice.command.Part;
import io.sluice.command.Trail;
import io.sluice.ingest.access.Gate;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.view.AccountView;
import io.sluice.view.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// `POST /users`: makes an organization and a user who is its admin. The API key is in the answer and nowhere else.
public final class SignUpRoute {

    /// How long this node's view may need to show what has been decided.
    private static final Duration VIEW_LAG = Duration.ofSeconds(5);

    private final Gate gate;
    private final Publisher publisher;
    private final Operations operations;
    private final AccountView accounts;
    private final Duration syncTimeout;
    private final Clock clock;

    /// @param syncTimeout how long an answer waits for the outcome
    public SignUpRoute(
            Gate gate,
            Publisher publisher,
            Operations operations,
            AccountView accounts,
            Duration syncTimeout,
            Clock clock) {
        this.gate = gate;
        this.publisher = publisher;
        this.operations = operations;
        this.accounts = accounts;
        this.syncTimeout = syncTimeout;
        this.clock = clock;
    }

    public void post(Context context) throws InterruptedException {
        gate.checkSignUp(context);
        var request = SignUpRequest.of(JsonBody.read(context));
        var user = UserId.random();
        var now = clock.instant();
        var key = ApiKey.generate(user, now, "made at sign-up");
        var command = new CatalogCommand.SignUp(
                OperationId.random(),
                Part.ONLY,
                request.organization(),
                Trail.direct(now),
                user,
                request.email(),
                request.displayName(),
                key.stored());
        var status = new OperationStatus(command.operation(), request.organization(), null, now, 1, List.of());

        try (var waiting = operations.expectNew(command.operation(), 1)) {
            operations.publishOnce(
                    status,
                    () -> List.of(publisher.publish(
                            Topics.CATALOG_COMMANDS, request.organization().name(), command)));
            var outcomes = waiting.await(syncTimeout);
            if (outcomes.isPresent() && outcomes.get().getFirst() instanceof Outcome.Rejected rejected) {
                throw new ProblemException(rejected.reason());
            }
            var visible = outcomes.isPresent()
                    && accounts.await(user, command.id(), VIEW_LAG)
                    && accounts.await(request.organization(), command.id(), VIEW_LAG);
            // Accepted but not there yet, the key still goes out: it could never be shown again.
            answer(context, visible ? 201 : 202, command, key);
        }
    }

    private static void answer(Context context, int status, CatalogCommand.SignUp command, ApiKey.Fresh key) {
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
