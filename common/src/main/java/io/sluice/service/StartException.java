package io.sluice.service;

/// The failure of a service to start or to continue, for a reason that its operator can fix; the message
/// names the reason.
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
