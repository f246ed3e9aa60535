package io.sluice.ingest.access;

import io.sluice.account.Membership;
import io.sluice.account.Role;
import io.sluice.image.Organization;
import java.util.Set;
import java.util.TreeSet;

/// Somebody who may do something in an organization.
///
/// @param membership what they may do there
public record Member(Caller caller, Organization organization, Membership membership) {

    static final Membership EVERYTHING = new Membership(new TreeSet<>(Set.of(Role.ADMIN)), "root");

    public boolean allows(Role.Permission permission) {
        return membership.allows(permission);
    }
}
