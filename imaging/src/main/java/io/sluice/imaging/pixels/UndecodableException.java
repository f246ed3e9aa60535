package io.sluice.imaging.pixels;

import java.io.IOException;

/// The content of a file is the reason why its pixels cannot be had; reading it again will not help.
///
/// The message is a phrase for the caller: what was found where, and what was expected.
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

    /// The message, which is always there.
    public String detail() {
        return detail;
    }
}
