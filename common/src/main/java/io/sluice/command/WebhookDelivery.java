package io.sluice.command;

import io.sluice.image.Organization;
import java.time.Instant;
import java.util.Map;

/// What an organization's webhook is to be told; the value of `sluice.webhooks`, which is where messages that were
/// given up are put back.
///
/// @param operation the operation or job that has ended
/// @param event     what has happened: `operation.succeeded`, `operation.rejected`, `job.done`, `job.failed` or
///                  `job.cancelled`
/// @param body      JSON, as it is sent in every attempt
/// @param attempt   number of the next attempt, from 1
/// @param created   when it was made
/// @param headers   of the record that tells of the end, as text, as far as they belong to its trace
public record WebhookDelivery(
        OperationId operation,
        Organization organization,
        String event,
        String body,
        int attempt,
        Instant created,
        Map<String, String> headers) {

    public WebhookDelivery {
        if (operation == null || organization == null || event == null || body == null || created == null) {
            throw new IllegalArgumentException(
                    "needs the fields \"operation\", \"organization\", \"event\", \"body\" and \"created\"");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /// The same in every attempt, and for whatever else tells that the same thing has ended.
    public String messageId() {
        return event.substring(0, Math.max(0, event.indexOf('.'))) + '_' + operation;
    }

    public WebhookDelivery withAttempt(int number) {
        return new WebhookDelivery(operation, organization, event, body, number, created, headers);
    }
}
