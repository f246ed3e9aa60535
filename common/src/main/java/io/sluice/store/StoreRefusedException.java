package io.sluice.store;

import org.jspecify.annotations.Nullable;

/// Thrown when the object store answers but refuses: its configuration is wrong. The message says what to
/// check. In a process that works already it counts as an outage, since permissions may come back.
public final class StoreRefusedException extends StoreUnavailableException {

    public StoreRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
