package io.sluice.catalog;

import io.sluice.account.OrganizationAccount;
import io.sluice.command.CatalogCommand;

/// An organization as the catalog's state keeps it. The revision of its images changes with every upload and is kept
/// apart.
///
/// @param account   what everybody sees
/// @param createdBy id of the command that created it
/// @param created   place of that command
record OrganizationState(OrganizationAccount account, String createdBy, Position created) {

    boolean isCreatedBy(CatalogCommand command) {
        return createdBy.equals(command.id());
    }

    /// Whether the organization was there when the command at `place` was first decided.
    boolean existedAt(Position place) {
        return !created.isAfter(place);
    }
}
