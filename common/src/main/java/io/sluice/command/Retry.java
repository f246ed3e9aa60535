package io.sluice.command;

import java.time.Instant;
import java.util.Map;

/// An upload that failed temporarily and waits for its next attempt; the value of `sluice.retries`.
///
/// @param command the command of the next attempt, with the attempt's number
/// @param due     earliest time of the next attempt
/// @param fault   failure of the last attempt
/// @param headers headers of the command's record, as text; restored when the command is published again
public record Retry(UploadCommand command, Instant due, String fault, Map<String, String> headers) {

    public Retry {
        if (command == null || due == null || fault == null) {
            throw new IllegalArgumentException("a retry needs the fields \"command\", \"due\" and \"fault\"");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
}
