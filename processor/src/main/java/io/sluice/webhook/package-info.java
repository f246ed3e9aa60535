/// Tells organizations what has ended: [io.sluice.webhook.Webhooks] is the running topology that finds out,
/// keeps what has to be told until it was taken, and gives it up in the end. [io.sluice.webhook.Deliverer]
/// sends, a few messages of each organization at once, through [io.sluice.fetch.UrlPoster].
@NullMarked
package io.sluice.webhook;

import org.jspecify.annotations.NullMarked;
