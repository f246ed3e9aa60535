package io.sluice.catalog.account;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.Webhook;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.AccountCommand.RemoveWebhook;
import io.sluice.command.AccountCommand.SetWebhook;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decisions about an organization's webhook: [SetWebhook] and [RemoveWebhook].
public final class Webhooks {

    /// The only subject of these commands in an organization.
    private static final String SUBJECT = "webhook";

    private final CatalogState state;

    public Webhooks(CatalogState state) {
        this.state = state;
    }

    public Decision decide(SetWebhook command, long number, Instant now) {
        return decide(command, number, now, command.webhook());
    }

    public Decision decide(RemoveWebhook command, long number, Instant now) {
        return decide(command, number, now, null);
    }

    private Decision decide(CatalogCommand command, long number, Instant now, @Nullable Webhook wanted) {
        return new OrganizationChange(state, command, number, now)
                .decide(
                        SUBJECT,
                        account -> change(account, command, wanted),
                        (result, organization) -> answer(command, now, result, organization));
    }

    private static OrganizationChange.Effect change(
            OrganizationAccount account, CatalogCommand command, @Nullable Webhook wanted) {
        var result = result(account.options().webhook(), wanted);
        return result == Result.UNCHANGED || result == Result.NOT_FOUND
                ? new OrganizationChange.Effect(account, result)
                : new OrganizationChange.Effect(
                        account.with(account.options().withWebhook(wanted), command.id()), result);
    }

    private static Result result(@Nullable Webhook before, @Nullable Webhook wanted) {
        if (wanted == null) {
            return before == null ? Result.NOT_FOUND : Result.REMOVED;
        }
        if (before == null) {
            return Result.CREATED;
        }
        return before.equals(wanted) ? Result.UNCHANGED : Result.CHANGED;
    }

    private static Decision answer(CatalogCommand command, Instant now, Result result, OrganizationState organization) {
        List<StateChange> changes = List.of(new StateChange.PutOrganization(organization));
        if (result == Result.NOT_FOUND) {
            var reason = new Rejection.NotFound("webhook of " + command.organization());
            return Decision.refused(command, reason, now, changes, List.of());
        }
        var effect = switch (result) {
            case CREATED -> Effect.CREATED;
            case UNCHANGED -> Effect.UNCHANGED;
            case REMOVED -> Effect.REMOVED;
            case CHANGED,
                    NOT_FOUND,
                    LAST_ADMIN,
                    TAKEN_OVER,
                    KEPT,
                    DELETED,
                    PURGED,
                    LOCKED,
                    PROTECTED,
                    TOO_MUCH_METADATA,
                    QUOTA,
                    TOO_MANY_KEYS,
                    TOO_MANY_MEMBERS -> Effect.CHANGED;
        };
        var outcome = new Outcome.WebhookChanged(command.envelope(), now, effect);
        return Decision.done(changes, outcome, List.of());
    }
}
