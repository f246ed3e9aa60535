package io.sluice.catalog.account;

import io.sluice.account.OrganizationAccount;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.AccountCommand.SetLimits;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import java.time.Instant;
import java.util.List;

/// The decision of [SetLimits]. Images that are stored already remain, even beyond the limits.
public final class LimitChange {

    /// The only subject of this command in an organization.
    private static final String SUBJECT = "limits";

    private final CatalogState state;

    public LimitChange(CatalogState state) {
        this.state = state;
    }

    public Decision decide(SetLimits command, long number, Instant now) {
        return new OrganizationChange(state, command, number, now)
                .decide(
                        SUBJECT,
                        account -> change(account, command),
                        (result, organization) -> answer(command, now, result, organization));
    }

    private static OrganizationChange.Effect change(OrganizationAccount account, SetLimits command) {
        var limits = command.limits();
        return account.limits().equals(limits)
                ? new OrganizationChange.Effect(account, Result.UNCHANGED)
                : new OrganizationChange.Effect(
                        account.with(account.options().withLimits(limits), command.id()), Result.CHANGED);
    }

    private static Decision answer(SetLimits command, Instant now, Result result, OrganizationState organization) {
        var effect = result == Result.UNCHANGED ? Effect.UNCHANGED : Effect.CHANGED;
        var outcome = new Outcome.LimitsChanged(command.envelope(), now, command.limits(), effect);
        return Decision.done(List.of(new StateChange.PutOrganization(organization)), outcome, List.of());
    }
}
