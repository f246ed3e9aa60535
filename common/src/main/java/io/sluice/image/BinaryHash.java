package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;

/// The SHA-1 of a file's bytes as received, even when an optimized version is stored.
public record BinaryHash(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BinaryHash {
        Sha1.check("a binary hash", value);
    }

    /// Returns the hash of the bytes that `digest`, created by [Sha1#digest()], has consumed.
    public static BinaryHash of(MessageDigest digest) {
        return new BinaryHash(Sha1.hex(digest));
    }

    @Override
    public String toString() {
        return value;
    }
}
