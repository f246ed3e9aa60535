package io.sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of messages according to the [Standard Webhooks](https://www.standardwebhooks.com)
/// specification: HMAC-SHA-256 of id, time and body.
final class Signature {

    /// Prefix of a base64 secret; any other secret is used unchanged.
    private static final String BASE64_SECRET = "whsec_";

    private Signature() {}

    /// Returns the value of `webhook-signature`.
    ///
    /// @param timestamp seconds since 1970, which prevents replays by others
    static String of(String secret, String id, long timestamp, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            var signed = mac.doFinal((id + '.' + timestamp + '.' + body).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] key(String secret) {
        return secret.startsWith(BASE64_SECRET)
                ? Base64.getDecoder().decode(secret.substring(BASE64_SECRET.length()))
                : secret.getBytes(UTF_8);
    }
}
