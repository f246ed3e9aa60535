package io.sluice.imaging.pixels;

import java.io.IOException;

/// Thrown when the content of a file makes decoding impossible; reading it again will not help.
///
/// The message is a phrase for the client: what was found at which position, and what was expected.
public final class UndecodableException extends IOException {

    private final String detail;

    public UndecodableException(String message) {
        super(message);
        detail = message;
    }

    public UndecodableException(String message, Throwable cause) {
        super(message, cause);
        detail = message;
    }

    /// Returns the message, which is never null.
    public String detail() {
        return detail;
    }
}
