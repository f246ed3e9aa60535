package io.sluice.account;

import java.util.List;

/// A user and their keys; the value of `sluice.users`.
///
/// @param apiKeys at most [#MAX_API_KEYS]
/// @param change  id of the command that last changed this record
public record UserAccount(UserId id, String email, List<ApiKey> apiKeys, String change) {

    public static final int MAX_API_KEYS = 5;

    public UserAccount {
        apiKeys = List.copyOf(apiKeys);
    }
}
