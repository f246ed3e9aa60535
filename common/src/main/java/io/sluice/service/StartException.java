package io.sluice.service;

/// A service cannot start, or go on, for a reason that its operator can put right; the message says which.
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
