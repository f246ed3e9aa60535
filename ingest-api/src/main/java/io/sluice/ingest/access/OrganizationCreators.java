package io.sluice.ingest.access;

/// The callers who may create organizations other than at sign-up.
public enum OrganizationCreators {
    /// Only the operator, with the root key.
    OPERATOR,
    /// Every user except those with read-only roles.
    MEMBERS
}
