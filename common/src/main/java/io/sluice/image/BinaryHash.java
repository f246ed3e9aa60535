package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;

/// SHA-1 of a file's bytes as they were received, also when what is stored was optimized afterwards.
public record BinaryHash(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BinaryHash {
        Sha1.check("a binary hash", value);
    }

    /// The hash of all that `digest`, one of [Sha1#digest()], was fed with.
    public static BinaryHash of(MessageDigest digest) {
        return new BinaryHash(Sha1.hex(digest));
    }

    @Override
    public String toString() {
        return value;
    }
}
