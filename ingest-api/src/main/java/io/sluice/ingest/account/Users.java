package io.sluice.ingest.account;

import io.sluice.account.UserAccount;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.wire.ProblemException;

/// Conversions of callers to users.
final class Users {

    private Users() {}

    /// Returns the user who sent the request.
    ///
    /// @throws ProblemException when the operator sent it, who is not a user
    static UserAccount of(Caller caller) {
        return keyed(caller).account();
    }

    /// Returns the user who sent the request and the key that authenticated it.
    ///
    /// @throws ProblemException when the operator sent it, who is not a user
    static Caller.User keyed(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user;
            case Caller.Root() ->
                throw new ProblemException(new Rejection.Forbidden("The root key belongs to no user"));
        };
    }
}
