package io.sluice.account;

import io.sluice.image.Organization;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An organization and its members; the value of `sluice.organizations`.
///
/// @param change  id of the command that last changed this record
/// @param webhook receives the outcomes of the organization's operations and jobs; null when there is none
public record OrganizationAccount(
        Organization name,
        UUID id,
        String displayName,
        String billingEmail,
        Instant created,
        Map<UserId, Membership> members,
        CommandId change,
        @Nullable Webhook webhook) {

    /// Maximum number of members of an organization: all of them are in one record, which must fit on its topic.
    public static final int MAX_MEMBERS = 500;

    public OrganizationAccount {
        members = Map.copyOf(members);
    }
}
