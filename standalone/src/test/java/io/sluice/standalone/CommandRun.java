package io.sluice.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;

/// The result of a run of the command line without environment variables.
///
/// @param status  exit status
/// @param output  standard output
/// @param failure standard error
public record CommandRun(int status, String output, String failure) {

    /// Runs `sluice` with these arguments in this process.
    public static CommandRun of(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new CommandRun(status, out.toString(), err.toString());
    }
}
