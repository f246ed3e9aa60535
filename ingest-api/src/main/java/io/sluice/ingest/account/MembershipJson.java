package io.sluice.ingest.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserId;

/// The JSON of memberships.
final class MembershipJson {

    private MembershipJson() {}

    static ObjectNode of(OrganizationAccount organization, UserId user, Membership membership) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("user_id", user.toString());
        json.put("organization_id", organization.id().toString());
        json.put("organization", organization.name().name());
        var roles = json.putArray("roles");
        membership.roles().forEach(role -> roles.add(role.wireName()));
        json.put("active", true);
        json.putNull("last_access");
        json.put("comment", membership.comment());
        return json;
    }
}
