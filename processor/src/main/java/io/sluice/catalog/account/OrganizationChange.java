package io.sluice.catalog.account;

import io.sluice.account.OrganizationAccount;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.function.Function;

/// The decision about a command that changes an existing organization: refuses an unknown organization,
/// answers a replay with the stored result, and stores the result of a new command.
///
/// @param number number of the command
record OrganizationChange(CatalogState state, CatalogCommand command, long number, Instant now) {

    /// The effect of a command.
    ///
    /// @param account the account after it
    record Effect(OrganizationAccount account, Result result) {}

    /// Creates the decision with a result.
    @FunctionalInterface
    interface Answer {

        Decision of(Result result, OrganizationState organization);
    }

    /// @param subject the part of the organization that the command changes
    Decision decide(String subject, Function<OrganizationAccount, Effect> change, Answer answer) {
        var found = state.organization(command.organization());
        if (found.isEmpty() || !found.get().existedAt(number)) {
            return Decision.refused(
                    command,
                    new Rejection.UnknownOrganization(command.organization().name()),
                    now);
        }
        var before = found.get();
        var remembered = before.memory()
                .ofNumber(number, subject)
                .or(() -> before.memory().ofCommand(command.id(), subject));
        if (remembered.isPresent() || before.includes(number)) {
            return answer.of(remembered.map(CommandResult::result).orElse(Result.CHANGED), before);
        }
        var effect = change.apply(before.account());
        var result = new CommandResult(number, command.id(), subject, effect.result(), null, null);
        return answer.of(effect.result(), before.with(effect.account(), result));
    }
}
