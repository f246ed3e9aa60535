package io.sluice.standalone.deadletter;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `dead-letters`, with its subcommands.
@Command(
        name = "dead-letters",
        header = "Lists, shows and replays dead letters: records that could not be processed.",
        mixinStandardHelpOptions = true)
public final class DeadLettersCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private DeadLettersCommand() {}

    public static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new DeadLettersCommand())
                .addSubcommand(new ListCommand(environment))
                .addSubcommand(new ShowCommand(environment))
                .addSubcommand(new ReplayCommand(environment));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a subcommand is required: list, show or replay");
    }
}
