package io.sluice.standalone.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The priority that a process is started with.
///
/// @param prefix what its command begins with; empty for the priority of this process
public record Priority(List<String> prefix) {

    /// That of this process.
    public static final Priority USUAL = new Priority(List.of());

    private static final String NICE = "nice";
    private static final String STEPS = "10";

    public Priority {
        prefix = List.copyOf(prefix);
    }

    /// Ten steps below that of this process, or [#USUAL] when there is no `nice` in `path`.
    ///
    /// @param path directories of programs, as the variable PATH lists them
    public static Priority lowered(String path) {
        var found = Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, NICE)));
        return found ? new Priority(List.of(NICE, "-n", STEPS)) : USUAL;
    }

    /// Whether it is below that of this process.
    public boolean isLowered() {
        return !prefix.isEmpty();
    }

    /// Changes the command of a process that is not started yet. Its id stays that of the program itself.
    public ProcessBuilder applyTo(ProcessBuilder builder) {
        var command = new ArrayList<>(prefix);
        command.addAll(builder.command());
        return builder.command(command);
    }
}
