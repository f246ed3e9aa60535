package io.sluice.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-1 as 40 lower-case hexadecimal digits, the form of every hash in the API.
public final class Sha1 {

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{40}");

    private Sha1() {}

    /// Creates a digest, to be read with [#hex(MessageDigest)].
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /// Completes `digest`, resets it and returns its value.
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static void check(String what, String value) {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " is 40 lower-case hexadecimal digits, but this is \"" + value + '"');
        }
    }
}
