package io.sluice.ingest.access;

/// Who may create organizations beside those that come with a sign-up.
public enum Founding {
    /// The operator alone, with the root key.
    OPERATOR,
    /// Every user whose key is not for reading only.
    MEMBERS
}
