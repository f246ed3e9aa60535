package io.sluice.ingest.account;

import io.sluice.account.OrganizationAccount;
import io.sluice.account.Role.Permission;
import io.sluice.account.UserAccount;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.view.AccountView;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Users who may only read, in all of their organizations. Their keys are widely distributed, for example in
/// web pages, so they change no account and learn little of one.
final class ReadOnlyUsers {

    private static final Set<Permission> OTHERS =
            EnumSet.complementOf(EnumSet.of(Permission.READ, Permission.DOWNLOAD, Permission.DOWNLOAD_PROTECTED));

    private final AccountView accounts;

    ReadOnlyUsers(AccountView accounts) {
        this.accounts = accounts;
    }

    /// Whether `user` has a membership, and none that allows more than reading. A user without any may create
    /// an organization.
    static boolean contain(UserAccount user, List<OrganizationAccount> organizations) {
        return !organizations.isEmpty()
                && organizations.stream()
                        .map(organization -> organization.members().get(user.id()))
                        .noneMatch(membership -> OTHERS.stream().anyMatch(membership::allows));
    }

    /// @param what to be refused, to be read after "may not"
    /// @throws ProblemException when `user` is a read-only user
    void refuse(UserAccount user, String what) {
        if (contain(user, accounts.organizationsOf(user.id()))) {
            throw new ProblemException(new Rejection.Forbidden("The API key is for reading and may not " + what));
        }
    }
}
