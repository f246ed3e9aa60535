package io.sluice.account;

import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import java.util.List;

/// A user and the user's API keys; the value of `sluice.users`.
///
/// @param home    the organization in which the user was created, or a [PersonalHome]; its commands change
///                this user
/// @param apiKeys at most [#MAX_API_KEYS]
/// @param change  id of the command that last changed this record
public record UserAccount(UserId id, Organization home, String email, List<ApiKey> apiKeys, CommandId change) {

    public static final int MAX_API_KEYS = 5;

    public UserAccount {
        apiKeys = List.copyOf(apiKeys);
    }
}
