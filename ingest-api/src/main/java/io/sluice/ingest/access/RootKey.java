package io.sluice.ingest.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// The operator's key, which grants all permissions everywhere. When unset, it matches nothing.
public final class RootKey {

    public static final int MIN_LENGTH = 16;

    public static final RootKey NONE = new RootKey("");

    private final String key;

    private RootKey(String key) {
        this.key = key;
    }

    /// Returns the key with this text, or [#NONE] when it is empty.
    ///
    /// @throws IllegalArgumentException when it is too short to resist guessing
    public static RootKey of(String key) {
        if (!key.isEmpty() && key.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("must have at least " + MIN_LENGTH + " characters");
        }
        return new RootKey(key);
    }

    public boolean isSet() {
        return !key.isEmpty();
    }

    /// Returns whether `given` is the key, in constant time.
    public boolean matches(String given) {
        return isSet() && MessageDigest.isEqual(given.getBytes(UTF_8), key.getBytes(UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RootKey rootKey && rootKey.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return isSet() ? "(set)" : "(unset)";
    }
}
