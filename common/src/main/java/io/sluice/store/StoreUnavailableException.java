package io.sluice.store;

import org.jspecify.annotations.Nullable;

/// Thrown when the object store fails or cannot be reached; the same call may succeed later.
public sealed class StoreUnavailableException extends RuntimeException permits StoreRefusedException {

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
