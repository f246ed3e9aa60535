package io.sluice.webhook;

import io.sluice.account.Webhook;
import io.sluice.command.WebhookDelivery;
import io.sluice.fetch.PostResult;

/// Sends one message once. A port, so that what is told can be tried without a network; used by many threads.
@FunctionalInterface
interface Sender {

    PostResult send(WebhookDelivery delivery, Webhook webhook) throws InterruptedException;
}
