package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.image.Organization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of an attempt to deliver a message to a webhook; the value of `sluice.webhook-attempts`.
///
/// @param message id of the message, the same in all attempts
/// @param event   type of the event
/// @param state   what the attempt means for the message
/// @param attempt number of the attempt, from 1
/// @param time    when the result was known
/// @param answer  status of the answer, or why there was none
/// @param nextTry time of the next attempt, if there will be one
public record WebhookAttempt(
        Organization organization,
        String message,
        String event,
        State state,
        int attempt,
        Instant time,
        String answer,
        @Nullable Instant nextTry) {

    /// The longest answer that is kept; failures contain texts of others.
    private static final int MAX_ANSWER = 500;

    /// What an attempt means for the message.
    public enum State {
        /// The webhook accepted the message.
        @JsonProperty("delivered")
        DELIVERED,
        /// The message is sent again.
        @JsonProperty("retrying")
        RETRYING,
        /// The message is not sent again.
        @JsonProperty("failed")
        FAILED
    }

    public WebhookAttempt {
        if (organization == null || message == null || event == null || state == null || time == null) {
            throw new IllegalArgumentException(
                    "needs the fields \"organization\", \"message\", \"event\", \"state\" and \"time\"");
        }
        answer = answer == null ? "" : answer.substring(0, Math.min(MAX_ANSWER, answer.length()));
    }
}
