package io.sluice.account;

/// Where an organization is told of what has ended.
///
/// @param url    http or https
/// @param secret what the messages are signed with, as [SecretSeal] keeps it
public record Webhook(String url, String secret) {

    public Webhook {
        if (url == null || secret == null) {
            throw new IllegalArgumentException("a webhook needs the fields \"url\" and \"secret\"");
        }
    }

    /// Says nothing: the URL may hold a token, and the secret is one.
    @Override
    public String toString() {
        return "Webhook";
    }
}
