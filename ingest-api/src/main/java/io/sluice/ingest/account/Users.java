package io.sluice.ingest.account;

import io.sluice.account.UserAccount;
import io.sluice.command.Rejection;
import io.sluice.ingest.access.Caller;
import io.sluice.ingest.wire.ProblemException;

/// Tells the users among the callers.
final class Users {

    private Users() {}

    /// The user who is asking.
    ///
    /// @throws ProblemException when it is the operator, who is none
    static UserAccount of(Caller caller) {
        return keyed(caller).account();
    }

    /// The user who is asking, and the key they ask with.
    ///
    /// @throws ProblemException when it is the operator, who is no user
    static Caller.User keyed(Caller caller) {
        return switch (caller) {
            case Caller.User user -> user;
            case Caller.Root() ->
                throw new ProblemException(new Rejection.Forbidden("The root key belongs to no user"));
        };
    }
}
