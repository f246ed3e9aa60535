package io.sluice.lab.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The priority of a process to be started.
///
/// @param prefix prefix of its command; empty for the priority of this process
public record Priority(List<String> prefix) {

    /// The priority of this process.
    public static final Priority USUAL = new Priority(List.of());

    public Priority {
        prefix = List.copyOf(prefix);
    }

    /// Returns a priority below that of this process, or [#USUAL] when this machine has no working program `nice`.
    ///
    /// @param steps how far below, at most 19
    public static Priority lowered(int steps) throws InterruptedException {
        var lowered = new Priority(List.of("nice", "-n", Integer.toString(steps)));
        try {
            return lowered.applyTo(new ProcessBuilder("true")).start().waitFor() == 0 ? lowered : USUAL;
        } catch (IOException _) {
            return USUAL;
        }
    }

    /// Whether it is below that of this process.
    public boolean isLowered() {
        return !prefix.isEmpty();
    }

    /// Changes the command of a process that is not started yet. Its process id remains that of the program
    /// itself.
    public ProcessBuilder applyTo(ProcessBuilder builder) {
        var command = new ArrayList<>(prefix);
        command.addAll(builder.command());
        return builder.command(command);
    }
}
