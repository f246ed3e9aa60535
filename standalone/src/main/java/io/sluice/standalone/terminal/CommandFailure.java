package io.sluice.standalone.terminal;

import io.sluice.watch.exit.ExitCode;
import org.jspecify.annotations.Nullable;

/// Thrown when a command cannot do its work. The message is for the user: it says what is wrong and what to
/// do.
public final class CommandFailure extends RuntimeException {

    private final int exitCode;

    public CommandFailure(String message) {
        this(message, null);
    }

    public CommandFailure(String message, @Nullable Throwable cause) {
        this(message, cause, ExitCode.FAILED);
    }

    private CommandFailure(String message, @Nullable Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /// Creates the failure of a command whose arguments are wrong.
    public static CommandFailure usage(String message) {
        return new CommandFailure(message, null, ExitCode.WRONG_USE);
    }

    /// Returns the exit status of the command.
    public int exitCode() {
        return exitCode;
    }
}
