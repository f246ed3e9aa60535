package io.sluice.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A stored API key: its salted SHA-256, never the key itself.
///
/// A key is 64 characters: the user id as 32 of `[0-9a-f]`, then 32 random ones of `[0-9A-Za-z]`, about 190
/// bits. A secret that random cannot be guessed from its digest, so a slow password hash would only slow
/// every request down.
///
/// @param id      identifies the key without revealing it
/// @param salt    random, hexadecimal
/// @param digest  SHA-256 over salt and key, hexadecimal
/// @param created when the key was created
/// @param comment the owner's note; may be empty
public record ApiKey(UUID id, String salt, String digest, Instant created, String comment) {

    private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{32}[0-9A-Za-z]{32}");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// A newly created key. `plain` is shown to its owner once and never stored.
    public record Fresh(String plain, ApiKey stored) {
        @Override
        public String toString() {
            return "Fresh[" + stored.id + "]";
        }
    }

    public static Fresh generate(UserId user, Instant now, String comment) {
        var plain = new StringBuilder(user.keyPrefix());
        RANDOM.ints(32, 0, ALPHABET.length()).forEach(i -> plain.append(ALPHABET.charAt(i)));
        var salt = new byte[16];
        RANDOM.nextBytes(salt);
        var saltText = HexFormat.of().formatHex(salt);
        var key = plain.toString();
        return new Fresh(key, new ApiKey(UUID.randomUUID(), saltText, digest(saltText, key), now, comment));
    }

    /// Returns the user id that `plain` contains, or nothing when it does not have the form of a key.
    public static Optional<UserId> owner(String plain) {
        if (!PLAIN.matcher(plain).matches()) {
            return Optional.empty();
        }
        var high = Long.parseUnsignedLong(plain, 0, 16, 16);
        var low = Long.parseUnsignedLong(plain, 16, 32, 16);
        return Optional.of(new UserId(new UUID(high, low)));
    }

    /// Returns whether `plain` is this key, in constant time.
    public boolean matches(String plain) {
        return MessageDigest.isEqual(digest(salt, plain).getBytes(UTF_8), digest.getBytes(UTF_8));
    }

    private static String digest(String salt, String plain) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt.getBytes(UTF_8));
            return HexFormat.of().formatHex(sha256.digest(plain.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
