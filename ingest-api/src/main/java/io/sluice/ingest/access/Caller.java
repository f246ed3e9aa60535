package io.sluice.ingest.access;

import io.sluice.account.ApiKey;
import io.sluice.account.UserAccount;

/// Who is asking, proven by their key.
public sealed interface Caller {

    /// A user with a key of their own.
    ///
    /// @param key the one of their keys that the request came with
    record User(UserAccount account, ApiKey key) implements Caller {}

    /// The operator, with the root key.
    record Root() implements Caller {}

    /// A name for this caller that no other has.
    default String id() {
        return switch (this) {
            case User(var account, var _) -> account.id().toString();
            case Root() -> "root";
        };
    }
}
