package io.sluice.catalog;

import io.sluice.account.OrganizationAccount;
import io.sluice.command.CatalogCommand;
import io.sluice.operation.CommandId;

/// An organization as the catalog's state keeps it.
///
/// @param account   what everybody sees
/// @param createdBy id of the command that created it
/// @param created   number of that command
/// @param number    number of the last command that this record was asked about
record OrganizationState(
        OrganizationAccount account, CommandId createdBy, long created, long number, RecentResults memory) {

    static OrganizationState created(OrganizationAccount account, CatalogCommand command, long number) {
        return new OrganizationState(account, command.id(), number, number, RecentResults.NONE);
    }

    boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }

    /// Whether the organization was there when the command with this number was first decided.
    boolean wasThereFor(long commandNumber) {
        return created < commandNumber;
    }

    /// Whether it shows already what the command with this number does.
    boolean shows(long commandNumber) {
        return number >= commandNumber;
    }

    OrganizationState with(OrganizationAccount changed, CommandResult result) {
        return new OrganizationState(changed, createdBy, created, result.number(), memory.with(result));
    }
}
