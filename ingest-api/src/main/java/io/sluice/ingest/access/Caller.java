package io.sluice.ingest.access;

import io.sluice.account.ApiKey;
import io.sluice.account.UserAccount;
import io.sluice.ingest.token.ApiToken;
import org.jspecify.annotations.Nullable;

/// The sender of a request, authenticated by an API key or a token.
public sealed interface Caller {

    /// A user with an API key.
    ///
    /// @param key   the key that authenticated the request, or for which the token stands that did
    /// @param token the token that authenticated the request; null when the key itself did
    record User(UserAccount account, ApiKey key, @Nullable ApiToken token) implements Caller {}

    /// The operator, authenticated by the root key.
    record Root() implements Caller {}

    /// Returns a unique id of this caller.
    default String id() {
        return switch (this) {
            case User(var account, var _, var _) -> account.id().toString();
            case Root() -> "root";
        };
    }
}
