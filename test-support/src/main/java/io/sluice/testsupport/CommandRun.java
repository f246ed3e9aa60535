package io.sluice.testsupport;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/// The result of a run of a command line.
///
/// @param status  exit status
/// @param output  standard output
/// @param failure standard error
public record CommandRun(int status, String output, String failure) {

    /// Runs a command with these arguments in this process.
    public static CommandRun of(CommandLine command, Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new CommandRun(status, out.toString(), err.toString());
    }
}
