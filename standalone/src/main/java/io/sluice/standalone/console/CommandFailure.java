package io.sluice.standalone.console;

import org.jspecify.annotations.Nullable;

/// Thrown when a command cannot do its work. The message is for the user: it says what is wrong and what to
/// do.
public final class CommandFailure extends RuntimeException {

    public CommandFailure(String message) {
        this(message, null);
    }

    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
