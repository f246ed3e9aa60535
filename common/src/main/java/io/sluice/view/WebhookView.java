package io.sluice.view;

import io.sluice.command.WebhookAttempt;
import io.sluice.image.Organization;
import java.util.List;

/// A view of the last messages to the webhooks of organizations. Safe for use by many threads.
public interface WebhookView {

    /// Returns the last attempt of each of the last messages of `organization`, the latest first.
    List<WebhookAttempt> last(Organization organization);

    /// Whether the view shows everything that was on the topic when this node started.
    boolean caughtUp();
}
