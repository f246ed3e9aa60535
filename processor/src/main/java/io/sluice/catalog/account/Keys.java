package io.sluice.catalog.account;

import io.sluice.account.ApiKey;
import io.sluice.account.PersonalHome;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.UserState;
import io.sluice.command.AccountCommand.AddApiKey;
import io.sluice.command.AccountCommand.CreateUser;
import io.sluice.command.AccountCommand.RemoveApiKey;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// The decisions about the keys of a user: [AddApiKey] and [RemoveApiKey], sent to the user's home.
public final class Keys {

    private final CatalogState state;

    public Keys(CatalogState state) {
        this.state = state;
    }

    public Decision decide(CreateUser command, long number, Instant now) {
        var existing = state.user(command.user());
        if (!command.organization().equals(PersonalHome.of(command.user()))
                || existing.stream().anyMatch(it -> !it.createdBy().equals(command.id()))) {
            var reason = new Rejection.MalformedCommand("the user " + command.user()
                    + " exists already, or has another home than " + command.organization());
            return Decision.invalid(command, reason, now, List.of());
        }
        var account = new UserAccount(
                command.user(), command.organization(), command.email(), List.of(command.apiKey()), command.id());
        var user = existing.orElseGet(() -> UserState.created(account, command, number));
        var changes = List.<StateChange>of(new StateChange.PutUser(user));
        return changed(command, command.user(), command.apiKey().id(), Effect.CREATED, changes, now);
    }

    public Decision decide(AddApiKey command, long number, Instant now) {
        var key = command.apiKey().id();
        return decide(command, command.user(), key, number, now, account -> add(account, command.apiKey()));
    }

    public Decision decide(RemoveApiKey command, long number, Instant now) {
        var key = command.key();
        return decide(command, command.user(), key, number, now, account -> remove(account, key));
    }

    /// The effect of a command on the keys of a user.
    private record Step(List<ApiKey> keys, Result result) {}

    private Decision decide(
            CatalogCommand command, UserId user, UUID key, long number, Instant now, Function<UserAccount, Step> step) {
        var organization = state.organization(command.organization());
        if (!PersonalHome.isReserved(command.organization())
                && (organization.isEmpty() || !organization.get().existedAt(number))) {
            return Decision.refused(
                    command,
                    new Rejection.UnknownOrganization(command.organization().name()),
                    now);
        }
        var found = state.user(user)
                .filter(it -> it.existedAt(number))
                .filter(it -> it.account().home().equals(command.organization()));
        if (found.isEmpty()) {
            return Decision.refused(command, new Rejection.NotFound("user " + user), now);
        }
        var before = found.get();
        var remembered = before.memory()
                .ofNumber(number, key.toString())
                .or(() -> before.memory().ofCommand(command.id(), key.toString()));
        if (remembered.isPresent() || before.includes(number)) {
            var result = remembered
                    .map(CommandResult::result)
                    .orElse(command instanceof AddApiKey ? Result.CREATED : Result.REMOVED);
            return answer(command, user, key, result, before, now);
        }
        var decided = step.apply(before.account());
        var result = new CommandResult(number, command.id(), key.toString(), decided.result(), null, null);
        var changed = decided.keys().equals(before.account().apiKeys())
                ? before.account()
                : withKeys(before.account(), decided.keys(), command.id());
        return answer(command, user, key, decided.result(), before.with(changed, result), now);
    }

    private static Step add(UserAccount account, ApiKey key) {
        return account.apiKeys().size() >= UserAccount.MAX_API_KEYS
                ? new Step(account.apiKeys(), Result.TOO_MANY_KEYS)
                : new Step(
                        Stream.concat(account.apiKeys().stream(), Stream.of(key))
                                .toList(),
                        Result.CREATED);
    }

    private static Step remove(UserAccount account, UUID id) {
        var rest =
                account.apiKeys().stream().filter(key -> !key.id().equals(id)).toList();
        return new Step(rest, rest.size() < account.apiKeys().size() ? Result.REMOVED : Result.NOT_FOUND);
    }

    private static Decision answer(
            CatalogCommand command, UserId user, UUID key, Result result, UserState after, Instant now) {
        var changes = List.<StateChange>of(new StateChange.PutUser(after));
        return switch (result) {
            case TOO_MANY_KEYS ->
                Decision.refused(command, new Rejection.TooManyKeys(UserAccount.MAX_API_KEYS), now, changes, List.of());
            case NOT_FOUND ->
                Decision.refused(command, new Rejection.NotFound("API key " + key), now, changes, List.of());
            case REMOVED -> changed(command, user, key, Effect.REMOVED, changes, now);
            case CREATED,
                    CHANGED,
                    UNCHANGED,
                    TAKEN_OVER,
                    KEPT,
                    DELETED,
                    PURGED,
                    LOCKED,
                    PROTECTED,
                    TOO_MUCH_METADATA,
                    QUOTA,
                    LAST_ADMIN,
                    TOO_MANY_MEMBERS -> changed(command, user, key, Effect.CREATED, changes, now);
        };
    }

    private static Decision changed(
            CatalogCommand command, UserId user, UUID key, Effect effect, List<StateChange> changes, Instant now) {
        var outcome = new Outcome.ApiKeysChanged(command.envelope(), now, user, key, effect);
        return Decision.done(changes, outcome, List.of());
    }

    private static UserAccount withKeys(UserAccount account, List<ApiKey> keys, CommandId change) {
        return new UserAccount(account.id(), account.home(), account.email(), keys, change);
    }
}
