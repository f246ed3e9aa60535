package io.sluice.lab.command;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The standard output of a command that declares this as a mixin.
@Command
public final class Output {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    public PrintWriter writer() {
        return command.commandLine().getOut();
    }

    /// Prints a line at once: a measurement may take minutes until the next one.
    public void say(String line) {
        writer().println(line);
        writer().flush();
    }
}
