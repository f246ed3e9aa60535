package io.sluice.catalog.state;

import io.sluice.account.OrganizationAccount;
import io.sluice.command.CatalogCommand;
import io.sluice.operation.CommandId;

/// The stored state of an organization.
///
/// @param account   the published account
/// @param createdBy id of the command that created it
/// @param created   number of that command
/// @param number    number of the last command about this record
public record OrganizationState(
        OrganizationAccount account, CommandId createdBy, long created, long number, RecentResults memory) {

    public static OrganizationState created(OrganizationAccount account, CatalogCommand command, long number) {
        return new OrganizationState(account, command.id(), number, number, RecentResults.NONE);
    }

    public boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }

    /// Returns whether the organization existed when the command with this number was first decided.
    public boolean existedAt(long commandNumber) {
        return created < commandNumber;
    }

    /// Returns whether the record already contains the effect of the command with this number.
    public boolean includes(long commandNumber) {
        return number >= commandNumber;
    }

    public OrganizationState with(OrganizationAccount changed, CommandResult result) {
        return new OrganizationState(changed, createdBy, created, result.number(), memory.with(result));
    }
}
