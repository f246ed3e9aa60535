package io.sluice.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Encryption of webhook secrets on the topics: AES-256-GCM with a key that only the services have and a
/// random nonce of 96 bits (NIST SP 800-38D, section 8.2.2), in base64 after the nonce. Without a key,
/// secrets are stored in plain text.
///
/// Two ciphertexts of one secret differ, and the catalog has no key to compare the secrets. So that it
/// recognizes a secret that is set again, [#reseal] keeps the former ciphertext.
public final class SecretSeal {

    public static final int MIN_LENGTH = 32;

    public static final SecretSeal NONE = new SecretSeal(null);

    private static final String SEALED = "aes:";
    private static final String PLAIN = "plain:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable SecretKeySpec key;

    private SecretSeal(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /// Creates a seal.
    ///
    /// @param passphrase the passphrase; empty for no encryption
    /// @throws IllegalArgumentException when the passphrase is too short to resist guessing
    public static SecretSeal of(String passphrase) {
        if (passphrase.isEmpty()) {
            return NONE;
        }
        if (passphrase.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("must have at least " + MIN_LENGTH + " characters");
        }
        var root = new SecretKeySpec(passphrase.getBytes(UTF_8), "HmacSHA256");
        return new SecretSeal(new SecretKeySpec(hmac(root, "sluice webhook secret"), "AES"));
    }

    /// Encrypts a secret.
    public String seal(Organization organization, String secret) {
        if (key == null) {
            return PLAIN + secret;
        }
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, organization).doFinal(secret.getBytes(UTF_8));
            var all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return SEALED + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /// Returns `former` when it is an encryption of this secret with this key, otherwise encrypts the secret.
    public String reseal(Organization organization, String secret, String former) {
        var isKept = former.startsWith(key == null ? PLAIN : SEALED)
                && open(organization, former).filter(secret::equals).isPresent();
        return isKept ? former : seal(organization, secret);
    }

    /// Decrypts a secret; empty when it was encrypted with another key or for another organization.
    public Optional<String> open(Organization organization, String sealed) {
        if (sealed.startsWith(PLAIN)) {
            return Optional.of(sealed.substring(PLAIN.length()));
        }
        if (key == null || !sealed.startsWith(SEALED)) {
            return Optional.empty();
        }
        try {
            var all = Base64.getDecoder().decode(sealed.substring(SEALED.length()));
            var cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), organization);
            var plain = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(plain, UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty(); // another key, another organization and a damaged text look alike
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, Organization organization)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(organization.name().getBytes(UTF_8));
        return cipher;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretSeal seal && Objects.equals(seal.key, key);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(key);
    }

    @Override
    public String toString() {
        return key == null ? "(unset)" : "(set)";
    }
}
