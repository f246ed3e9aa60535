package io.sluice.standalone.console;

import org.jspecify.annotations.Nullable;

/// What keeps a command from its work. The message is for the one who called it: what is wrong, and what to do.
public final class CommandFailure extends RuntimeException {

    public CommandFailure(String message) {
        this(message, null);
    }

    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
