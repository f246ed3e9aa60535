package io.sluice.store;

/// The object store failed or cannot be reached; the same call may succeed later.
public final class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
