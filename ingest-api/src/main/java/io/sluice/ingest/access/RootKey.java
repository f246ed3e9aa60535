package io.sluice.ingest.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// The operator's key, which may do everything everywhere. Unset, it opens nothing.
public final class RootKey {

    public static final RootKey NONE = new RootKey("");

    private final String key;

    private RootKey(String key) {
        this.key = key;
    }

    public static RootKey of(String key) {
        return new RootKey(key);
    }

    public boolean isSet() {
        return !key.isEmpty();
    }

    /// Whether `given` is the key, in time that does not depend on where they differ.
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
