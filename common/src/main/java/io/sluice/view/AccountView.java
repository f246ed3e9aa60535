package io.sluice.view;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who there is, as far as this node has read `sluice.organizations` and `sluice.users`. Safe for use by many threads.
public interface AccountView {

    Optional<UserAccount> user(UserId id);

    Optional<OrganizationAccount> organization(Organization name);

    /// The organizations that this user is a member of, in the order of their names.
    List<OrganizationAccount> organizationsOf(UserId user);

    /// Waits until the change that `change`, the id of a command, made to this organization can be seen.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(Organization organization, CommandId change, Duration timeout) throws InterruptedException;

    /// Waits until the change that `change`, the id of a command, made to this user can be seen.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(UserId user, CommandId change, Duration timeout) throws InterruptedException;

    /// Whether everything that was on the topics when this node started can be seen.
    boolean caughtUp();
}
