package io.sluice.ingest.account;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.sluice.account.ApiKey;
import io.sluice.account.UserAccount;
import io.sluice.command.AccountCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.operation.Commands;
import io.sluice.ingest.route.Route;
import io.sluice.ingest.route.RouteTable;
import io.sluice.ingest.wire.Answer;
import io.sluice.ingest.wire.JsonBody;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.AccountView;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// The routes of `/user`: the caller and the caller's API keys.
public final class UserRoutes implements RouteTable {

    private final Commands commands;
    private final AccountView accounts;
    private final ReadOnlyUsers readOnly;
    private final Clock clock;

    public UserRoutes(Commands commands, AccountView accounts, Clock clock) {
        this.commands = commands;
        this.accounts = accounts;
        this.readOnly = new ReadOnlyUsers(accounts);
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.keyed(GET, "/user", this::get)
                        .summary("Shows the user of this key")
                        .answers(200, "User"),
                Route.keyed(GET, "/user/apikeys", this::keys)
                        .summary("Lists the API keys of the user")
                        .answers(200, "ApiKeys"),
                Route.keyed(POST, "/user/apikeys", this::addKey)
                        .summary("Adds an API key")
                        .body("Comment")
                        .answers(201, "NewApiKey")
                        .answers(202, "NewApiKey")
                        .refuses(409),
                Route.keyed(GET, "/user/apikeys/current", this::currentKey)
                        .summary("Shows the API key of this request")
                        .answers(200, "ApiKey"),
                Route.keyed(DELETE, "/user/apikeys/{id}", this::removeKey)
                        .summary("Deletes an API key, and ends its tokens")
                        .answers(202, "Operation")
                        .answers(204)
                        .refuses(404, 409));
    }

    /// Handles `GET /user`. Read-only keys are widely distributed, so with them the response contains only the
    /// user's id.
    private void get(Context context, Caller caller) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("user_id", caller.id());
        if (caller instanceof Caller.User(var user, var _, var _)) {
            var organizations = accounts.organizationsOf(user.id());
            if (!ReadOnlyUsers.contain(user, organizations)) {
                json.put("id", caller.id());
                json.put("email", user.email());
                json.putNull("last_access");
                json.set("api_keys", ApiKeyJson.of(user.apiKeys()));
                var memberships = json.putArray("memberships");
                for (var organization : organizations) {
                    var membership = organization.members().get(user.id());
                    if (membership != null) {
                        memberships.add(MembershipJson.of(organization, user.id(), membership));
                    }
                }
            }
        }
        Answer.json(context, 200, json);
    }

    /// Handles `GET /user/apikeys`.
    private void keys(Context context, Caller caller) {
        Answer.json(context, 200, ApiKeyJson.of(Users.of(caller).apiKeys()));
    }

    /// Handles `GET /user/apikeys/current`: the key that authenticated the request.
    private void currentKey(Context context, Caller caller) {
        Answer.json(context, 200, ApiKeyJson.of(Users.keyed(caller).key()));
    }

    /// Handles `POST /user/apikeys`: adds a key, which is in this response only.
    private void addKey(Context context, Caller caller) throws InterruptedException {
        var user = Users.of(caller);
        readOnly.refuse(user, "add a key");
        var comment = AccountText.text(JsonBody.object(context), "comment", "");
        var key = ApiKey.generate(user.id(), clock.instant(), comment);
        var command = new AccountCommand.AddApiKey(
                new Envelope(OperationId.random(), Part.ONLY, user.home(), commands.trail()), user.id(), key.stored());
        var isThere = commands.decided(context, command).isPresent();
        // A key whose command is accepted but not decided yet is still returned: it could not be shown later.
        Answer.json(context, isThere ? 201 : 202, ApiKeyJson.of(key.stored()).put("api_key", key.plain()));
    }

    /// Handles `DELETE /user/apikeys/{id}`: revokes a key, except the one that authenticated the request.
    private void removeKey(Context context, Caller caller) throws InterruptedException {
        var current = Users.keyed(caller);
        readOnly.refuse(current.account(), "remove a key");
        var id = context.pathParam("id");
        var key = current.account().apiKeys().stream()
                .map(ApiKey::id)
                .filter(known -> known.toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Rejection.NotFound("API key " + id)));
        if (key.equals(current.key().id())) {
            throw new ProblemException(new Rejection.KeyInUse(id));
        }
        commands.decide(
                context, removal(current.account(), key), Outcome.ApiKeysChanged.class, _ -> Answer.nothing(context));
    }

    private AccountCommand.RemoveApiKey removal(UserAccount user, UUID key) {
        return new AccountCommand.RemoveApiKey(
                new Envelope(OperationId.random(), Part.ONLY, user.home(), commands.trail()), user.id(), key);
    }
}
