package io.sluice.view;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A view of organizations and users: what this node has read from `sluice.organizations` and `sluice.users`.
/// Safe for use by many threads.
public interface AccountView {

    Optional<UserAccount> user(UserId id);

    /// Returns the user who has the API key with this id.
    Optional<UserAccount> owner(UUID apiKey);

    Optional<OrganizationAccount> organization(Organization name);

    /// Returns the organizations that this user is a member of, in the order of their names.
    List<OrganizationAccount> organizationsOf(UserId user);

    /// Waits until the view shows the change of this organization by the command with the id `change`.
    ///
    /// @return whether it does so within `timeout`
    boolean await(Organization organization, CommandId change, Duration timeout) throws InterruptedException;

    /// Waits until the view shows the change of this user by the command with the id `change`.
    ///
    /// @return whether it does so within `timeout`
    boolean await(UserId user, CommandId change, Duration timeout) throws InterruptedException;

    /// Whether the view shows everything that was on the topics when this node started.
    boolean caughtUp();
}
