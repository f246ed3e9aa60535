package io.sluice.webhook;

import io.sluice.account.Webhook;
import io.sluice.command.WebhookDelivery;
import io.sluice.fetch.PostResult;

/// A sender that makes one attempt to deliver a message. An interface, so that tests need no network; used by
/// many threads.
@FunctionalInterface
interface Sender {

    PostResult send(WebhookDelivery delivery, Webhook webhook) throws InterruptedException;
}
