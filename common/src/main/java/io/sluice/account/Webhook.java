package io.sluice.account;

/// An HTTP endpoint that receives the ends of an organization's operations and jobs.
///
/// @param url    http or https
/// @param secret signing key of the messages, encrypted by [SecretSeal]
public record Webhook(String url, String secret) {

    public Webhook {
        if (url == null || secret == null) {
            throw new IllegalArgumentException("a webhook needs the fields \"url\" and \"secret\"");
        }
    }

    /// Hides the values: the URL may contain a token, and the secret is confidential.
    @Override
    public String toString() {
        return "Webhook";
    }
}
