package io.sluice.catalog.account;

import io.sluice.account.Limits;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.command.AccountCommand.SetLimits;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.List;

/// Decides [SetLimits]. What is stored already stays, also beyond the limits.
public final class LimitChange {

    /// The one thing in an organization that this command is about.
    private static final String SUBJECT = "limits";

    private final CatalogState state;

    public LimitChange(CatalogState state) {
        this.state = state;
    }

    public Decision decide(SetLimits command, long number, Instant now) {
        var found = state.organization(command.organization());
        if (found.isEmpty() || !found.get().wasThereFor(number)) {
            return Decision.refused(
                    command,
                    new Rejection.UnknownOrganization(command.organization().name()),
                    now);
        }
        var before = found.get();
        var remembered = before.memory()
                .ofNumber(number, SUBJECT)
                .or(() -> before.memory().ofCommand(command.id(), SUBJECT));
        if (remembered.isPresent() || before.shows(number)) {
            return answer(command, now, remembered.map(CommandResult::result).orElse(Result.CHANGED), before);
        }
        var options = before.account().options();
        var result = result(before.account().limits(), command.limits());
        var account = result == Result.UNCHANGED
                ? before.account()
                : before.account().with(options.withLimits(command.limits()), command.id());
        return answer(
                command,
                now,
                result,
                before.with(account, new CommandResult(number, command.id(), SUBJECT, result, null, null)));
    }

    private static Result result(Limits before, Limits wanted) {
        return before.equals(wanted) ? Result.UNCHANGED : Result.CHANGED;
    }

    private static Decision answer(SetLimits command, Instant now, Result result, OrganizationState organization) {
        var effect = result == Result.UNCHANGED ? Effect.UNCHANGED : Effect.CHANGED;
        var outcome = new Outcome.LimitsChanged(command.envelope(), now, command.limits(), effect);
        return Decision.done(List.of(new StateChange.PutOrganization(organization)), outcome, List.of());
    }
}
