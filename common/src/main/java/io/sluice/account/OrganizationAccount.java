package io.sluice.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// An organization and its members; the value of `sluice.organizations`.
///
/// @param change  id of the command that last changed this record
/// @param options what admins and the operator have set
public record OrganizationAccount(
        Organization name,
        UUID id,
        String displayName,
        String billingEmail,
        Instant created,
        Map<UserId, Membership> members,
        CommandId change,
        @JsonUnwrapped OrganizationOptions options) {

    /// Maximum number of members of an organization: all of them are in one record, which must fit on its
    /// topic.
    public static final int MAX_MEMBERS = 500;

    public OrganizationAccount {
        members = Map.copyOf(members);
    }

    /// Returns the limits that the operator has set.
    public Limits limits() {
        return options.limits() == null ? Limits.NONE : options.limits();
    }

    /// Returns the organization after a change of its options.
    ///
    /// @param by id of the command that changes them
    public OrganizationAccount with(OrganizationOptions changed, CommandId by) {
        return new OrganizationAccount(name, id, displayName, billingEmail, created, members, by, changed);
    }
}
