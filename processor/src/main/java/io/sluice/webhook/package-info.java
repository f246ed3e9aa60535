/// Webhooks for ended operations and jobs: [io.sluice.webhook.Webhooks] is the running topology, which stores
/// each message until it is delivered or given up. [io.sluice.webhook.Deliverer] sends, with a limit on
/// concurrent messages of each organization, through [io.sluice.fetch.UrlPoster].
@NullMarked
package io.sluice.webhook;

import org.jspecify.annotations.NullMarked;
