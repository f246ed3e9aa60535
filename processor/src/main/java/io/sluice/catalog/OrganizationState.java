package io.sluice.catalog;

import io.sluice.account.OrganizationAccount;
import io.sluice.command.CatalogCommand;

/// An organization as the catalog's state keeps it.
///
/// @param account   what everybody sees
/// @param createdBy id of the command that created it
/// @param number    number of that command
record OrganizationState(OrganizationAccount account, String createdBy, long number) {

    boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }

    /// Whether the organization was there when the command with this number was first decided.
    boolean wasThereFor(long commandNumber) {
        return number < commandNumber;
    }
}
