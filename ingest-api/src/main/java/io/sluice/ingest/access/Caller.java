package io.sluice.ingest.access;

import io.sluice.account.ApiKey;
import io.sluice.account.UserAccount;

/// The sender of a request, authenticated by an API key.
public sealed interface Caller {

    /// A user with an API key.
    ///
    /// @param key the key that authenticated the request
    record User(UserAccount account, ApiKey key) implements Caller {}

    /// The operator, authenticated by the root key.
    record Root() implements Caller {}

    /// Returns a unique id of this caller.
    default String id() {
        return switch (this) {
            case User(var account, var _) -> account.id().toString();
            case Root() -> "root";
        };
    }
}
