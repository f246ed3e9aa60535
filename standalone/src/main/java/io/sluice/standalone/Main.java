package io.sluice.standalone;

import io.sluice.config.ConfigurationException;
import io.sluice.service.StartException;
import io.sluice.standalone.broker.BrokerCommand;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.deadletter.DeadLettersCommand;
import io.sluice.standalone.demo.DemoCommand;
import io.sluice.standalone.identify.IdentifyCommand;
import io.sluice.standalone.ingest.IngestCommand;
import io.sluice.standalone.job.CopyAllCommand;
import io.sluice.standalone.job.DeleteAllCommand;
import io.sluice.standalone.job.JobCommand;
import io.sluice.standalone.optimize.OptimizeCommand;
import io.sluice.standalone.search.SearchCommand;
import io.sluice.standalone.serve.ServeCommand;
import io.sluice.standalone.sweep.SweepCommand;
import io.sluice.watch.exit.ExitCode;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line. Only this class reads the environment; commands get what they need as arguments.
@Command(
        name = "sluice",
        header = {"An event-driven ingestion pipeline for source images.", ""},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "\"sluice serve\" runs everything in one process; \"sluice demo\" shows what it does.",
            "\"sluice COMMAND --help\" shows the options of a command."
        })
public final class Main implements Runnable {

    private static final int USAGE_WIDTH = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /// Lucene logs hints for operators with java.util.logging; the reference prevents that the logger is
    /// collected.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.SEVERE);
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /// Returns the command line with all commands, including those of [MoreCommands] on the class path.
    public static CommandLine commandLine(Map<String, String> environment) {
        var commandLine = new CommandLine(new Main())
                .addSubcommand(ServeCommand.commandLine(environment))
                .addSubcommand(new DemoCommand())
                .addSubcommand(new IngestCommand(environment))
                .addSubcommand(new SearchCommand(environment))
                .addSubcommand(new CopyAllCommand(environment))
                .addSubcommand(new DeleteAllCommand(environment))
                .addSubcommand(new JobCommand(environment))
                .addSubcommand(new IdentifyCommand())
                .addSubcommand(new OptimizeCommand())
                .addSubcommand(DeadLettersCommand.commandLine(environment))
                .addSubcommand(new SweepCommand(environment))
                .addSubcommand(new BrokerCommand(environment));
        ServiceLoader.load(MoreCommands.class)
                .forEach(more -> more.commands(environment).forEach(commandLine::addSubcommand));
        return commandLine
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is required");
    }

    /// Prints a failure: only the message when the user can fix it, the stack trace for an internal error.
    private static int report(Exception failure, CommandLine commandLine) {
        if (failure instanceof ConfigurationException
                || failure instanceof StartException
                || failure instanceof CommandFailure) {
            String.valueOf(failure.getMessage())
                    .lines()
                    .forEach(line -> commandLine.getErr().println("sluice: " + line));
        } else {
            failure.printStackTrace(commandLine.getErr());
        }
        return ExitCode.FAILED;
    }

    /// The versions of the program and of Java.
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"sluice " + (version == null ? "development" : version), "Java " + Runtime.version()};
        }
    }
}
