package io.sluice.standalone;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;

/// What one call of the command line came to, without an environment.
///
/// @param status what the process would end with
/// @param output what it wrote to standard output
/// @param failure what it wrote to standard error
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
