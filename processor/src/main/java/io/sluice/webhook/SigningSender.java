package io.sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.account.SecretSeal;
import io.sluice.account.Webhook;
import io.sluice.command.Rejection;
import io.sluice.command.WebhookDelivery;
import io.sluice.config.SharedSettings;
import io.sluice.fetch.PostResult;
import io.sluice.fetch.UrlPoster;
import io.sluice.trace.TraceHeaders;
import java.time.Clock;
import java.util.LinkedHashMap;

/// A sender that adds the headers of the [Standard Webhooks](https://www.standardwebhooks.com) specification,
/// and continues the trace of the operation.
final class SigningSender implements Sender {

    private final UrlPoster poster;
    private final SecretSeal seal;
    private final Clock clock;

    SigningSender(UrlPoster poster, SecretSeal seal, Clock clock) {
        this.poster = poster;
        this.seal = seal;
        this.clock = clock;
    }

    @Override
    public PostResult send(WebhookDelivery delivery, Webhook webhook) throws InterruptedException {
        var secret = seal.open(delivery.organization(), webhook.secret());
        if (secret.isEmpty()) {
            var reason = new Rejection.GivenUp(
                    delivery.attempt(),
                    "the secret of the webhook cannot be decrypted: check " + SharedSettings.WEBHOOK_KEY.key());
            return new PostResult.Failed(reason, null);
        }
        var id = delivery.messageId();
        var timestamp = clock.instant().getEpochSecond();
        var headers = new LinkedHashMap<>(TraceHeaders.textsOfCurrent());
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put("webhook-signature", Signature.of(secret.get(), id, timestamp, delivery.body()));
        return poster.post(webhook.url(), headers, delivery.body().getBytes(UTF_8));
    }
}
