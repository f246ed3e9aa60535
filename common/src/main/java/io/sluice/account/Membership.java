package io.sluice.account;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// The roles of one user in one organization.
public record Membership(SortedSet<Role> roles, String comment) {

    public Membership {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    public boolean allows(Role.Permission permission) {
        return roles.stream().anyMatch(role -> role.allows(permission));
    }
}
