package io.sluice.catalog.state;

import io.sluice.account.UserAccount;
import io.sluice.command.CatalogCommand;
import io.sluice.operation.CommandId;

/// The stored state of a user.
///
/// @param account   the published account
/// @param createdBy id of the command that created the user
/// @param created   number of that command
/// @param number    number of the last command about this record
public record UserState(UserAccount account, CommandId createdBy, long created, long number, RecentResults memory) {

    public static UserState created(UserAccount account, CatalogCommand command, long number) {
        return new UserState(account, command.id(), number, number, RecentResults.NONE);
    }

    /// Returns whether the user existed when the command with this number was first decided.
    public boolean existedAt(long commandNumber) {
        return created < commandNumber;
    }

    /// Returns whether the record already contains the effect of the command with this number.
    public boolean includes(long commandNumber) {
        return number >= commandNumber;
    }

    public UserState with(UserAccount changed, CommandResult result) {
        return new UserState(changed, createdBy, created, result.number(), memory.with(result));
    }
}
