package io.sluice.command;

import java.time.Instant;
import java.util.Map;

/// An upload that met a passing fault and waits for its next attempt; the value of `sluice.retries`.
///
/// @param command what will be tried, its attempt already counted up
/// @param due     not before this time
/// @param fault   what went wrong in the attempt before
/// @param headers of the command's record, as text, which it has again when it is put back
public record Retry(UploadCommand command, Instant due, String fault, Map<String, String> headers) {

    public Retry {
        if (command == null || due == null || fault == null) {
            throw new IllegalArgumentException("a retry needs the fields \"command\", \"due\" and \"fault\"");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
}
