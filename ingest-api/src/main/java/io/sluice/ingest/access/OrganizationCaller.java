package io.sluice.ingest.access;

import io.sluice.account.Membership;
import io.sluice.account.Role;
import io.sluice.image.Organization;
import java.util.Set;
import java.util.TreeSet;

/// A caller in an organization.
///
/// @param membership the caller's roles there
public record OrganizationCaller(Caller caller, Organization organization, Membership membership) {

    static final Membership EVERYTHING = new Membership(new TreeSet<>(Set.of(Role.ADMIN)), "root");

    public boolean allows(Role.Permission permission) {
        return membership.allows(permission);
    }
}
