package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Instant;
import java.util.Map;

/// A message to an organization's webhook; the value of `sluice.webhooks`, to which messages are also
/// returned from the dead letters.
///
/// @param operation the operation or job that ended
/// @param event     type of the event: `operation.succeeded`, `operation.rejected`, `job.done`, `job.failed`,
///                  `job.cancelled` or [#TEST]
/// @param body      JSON, identical in every attempt
/// @param attempt   number of the next attempt, from 1
/// @param created   when the message was created
/// @param headers   trace headers of the record that caused the message, as text
public record WebhookDelivery(
        OperationId operation,
        Organization organization,
        String event,
        String body,
        int attempt,
        Instant created,
        Map<String, String> headers) {

    /// The event of a message that an admin requests; its `operation` names no operation.
    public static final String TEST = "webhook.test";

    public WebhookDelivery {
        if (operation == null || organization == null || event == null || body == null || created == null) {
            throw new IllegalArgumentException(
                    "needs the fields \"operation\", \"organization\", \"event\", \"body\" and \"created\"");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /// Returns the id of the message, the same in every attempt and for every duplicate of the same event.
    public String messageId() {
        return event.substring(0, Math.max(0, event.indexOf('.'))) + '_' + operation;
    }

    /// Whether it only tests the webhook, so that it is sent once.
    @JsonIgnore
    public boolean isTest() {
        return event.equals(TEST);
    }

    public WebhookDelivery withAttempt(int number) {
        return new WebhookDelivery(operation, organization, event, body, number, created, headers);
    }
}
