package io.sluice.catalog;

import io.sluice.account.UserAccount;
import io.sluice.command.CatalogCommand;
import io.sluice.operation.CommandId;

/// A user as the catalog's state keeps them.
///
/// @param account   what everybody sees
/// @param createdBy id of the command that made the user
/// @param created   number of that command
/// @param number    number of the last command that this record was asked about
record UserState(UserAccount account, CommandId createdBy, long created, long number, RecentResults memory) {

    static UserState created(UserAccount account, CatalogCommand command, long number) {
        return new UserState(account, command.id(), number, number, RecentResults.NONE);
    }

    /// Whether the user was there when the command with this number was first decided.
    boolean wasThereFor(long commandNumber) {
        return created < commandNumber;
    }

    /// Whether it shows already what the command with this number does.
    boolean shows(long commandNumber) {
        return number >= commandNumber;
    }

    UserState with(UserAccount changed, CommandResult result) {
        return new UserState(changed, createdBy, created, result.number(), memory.with(result));
    }
}
