package io.sluice.standalone;

import io.sluice.config.ConfigurationException;
import io.sluice.service.StartException;
import io.sluice.standalone.backup.BackupCommand;
import io.sluice.standalone.backup.MigrateCommand;
import io.sluice.standalone.broker.BrokerCommand;
import io.sluice.standalone.client.UnexpectedAnswerException;
import io.sluice.standalone.client.UnreachableException;
import io.sluice.standalone.deadletter.DeadLettersCommand;
import io.sluice.standalone.demo.DemoCommand;
import io.sluice.standalone.identify.IdentifyCommand;
import io.sluice.standalone.image.CopyCommand;
import io.sluice.standalone.image.DownloadCommand;
import io.sluice.standalone.image.GetCommand;
import io.sluice.standalone.image.RemoveCommand;
import io.sluice.standalone.image.RestoreCommand;
import io.sluice.standalone.ingest.IngestCommand;
import io.sluice.standalone.job.CopyAllCommand;
import io.sluice.standalone.job.DeleteAllCommand;
import io.sluice.standalone.job.JobCommand;
import io.sluice.standalone.manual.CompletionCommand;
import io.sluice.standalone.manual.ManualCommand;
import io.sluice.standalone.optimize.OptimizeCommand;
import io.sluice.standalone.search.ListCommand;
import io.sluice.standalone.search.SearchCommand;
import io.sluice.standalone.serve.ServeCommand;
import io.sluice.standalone.sweep.SweepCommand;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.upload.UploadCommand;
import io.sluice.standalone.validate.ValidateCommand;
import io.sluice.watch.exit.ExitCode;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            "\"sluice COMMAND --help\" shows the options of a command.",
            "",
            "Exit status: 0 done, 1 some of the work failed, 2 wrong use."
        })
public final class Main implements Callable<Integer> {

    private static final int USAGE_WIDTH = 100;

    /// The commands in the order of the help.
    private static final List<String> COMMANDS = List.of(
            "serve",
            "demo",
            "upload",
            "ingest",
            "list",
            "search",
            "get",
            "download",
            "rm",
            "restore",
            "copy",
            "copy-all",
            "delete-all",
            "job",
            "identify",
            "optimize",
            "validate",
            "dead-letters",
            "sweep",
            "backup",
            "migrate",
            "broker",
            "help",
            "completion",
            "manual");

    /// The commands that describe the others.
    private static final Set<String> NEEDING_OTHERS = Set.of("help", "completion", "manual");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /// Lucene logs hints for operators with java.util.logging; the reference prevents that the logger is
    /// collected.
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    public static void main(String[] arguments) {
        LUCENE.setLevel(Level.SEVERE);
        var name = arguments.length == 0 ? "" : arguments[0];
        // a command is defined without the others: their definitions would take most of the time of a short one
        var commandLine = NEEDING_OTHERS.contains(name) || !COMMANDS.contains(name)
                ? commandLine(System.getenv())
                : commandLine(System.getenv(), List.of(name));
        System.exit(commandLine.execute(arguments));
    }

    /// Returns the command line with all commands, including those of [MoreCommands] on the class path.
    public static CommandLine commandLine(Map<String, String> environment) {
        var commandLine = commandLine(environment, COMMANDS);
        ServiceLoader.load(MoreCommands.class)
                .forEach(more -> more.commands(environment).forEach(commandLine::addSubcommand));
        return configured(commandLine);
    }

    private static CommandLine commandLine(Map<String, String> environment, List<String> names) {
        var commandLine = new CommandLine(new Main());
        for (var name : names) {
            commandLine.addSubcommand(command(name, environment));
        }
        return configured(commandLine);
    }

    /// Creates a command.
    private static CommandLine command(String name, Map<String, String> environment) {
        return switch (name) {
            case "serve" -> ServeCommand.commandLine(environment);
            case "demo" -> new CommandLine(new DemoCommand());
            case "upload" -> new CommandLine(new UploadCommand(environment));
            case "ingest" -> new CommandLine(new IngestCommand(environment));
            case "list" -> new CommandLine(new ListCommand(environment));
            case "search" -> new CommandLine(new SearchCommand(environment));
            case "get" -> new CommandLine(new GetCommand(environment));
            case "download" -> new CommandLine(new DownloadCommand(environment));
            case "rm" -> new CommandLine(new RemoveCommand(environment));
            case "restore" -> RestoreCommand.commandLine(environment);
            case "copy" -> new CommandLine(new CopyCommand(environment));
            case "copy-all" -> new CommandLine(new CopyAllCommand(environment));
            case "delete-all" -> new CommandLine(new DeleteAllCommand(environment));
            case "job" -> new CommandLine(new JobCommand(environment));
            case "identify" -> new CommandLine(new IdentifyCommand());
            case "optimize" -> new CommandLine(new OptimizeCommand());
            case "validate" -> new CommandLine(new ValidateCommand());
            case "dead-letters" -> DeadLettersCommand.commandLine(environment);
            case "sweep" -> new CommandLine(new SweepCommand(environment));
            case "backup" -> new CommandLine(new BackupCommand(environment));
            case "migrate" -> new CommandLine(new MigrateCommand(environment));
            case "broker" -> new CommandLine(new BrokerCommand(environment));
            case "help" -> new CommandLine(new HelpCommand());
            case "completion" -> new CommandLine(new CompletionCommand());
            case "manual" -> new CommandLine(new ManualCommand());
            default -> throw new IllegalArgumentException("no such command: " + name);
        };
    }

    /// Configures a command line and all its commands.
    private static CommandLine configured(CommandLine commandLine) {
        return commandLine
                .setUsageHelpWidth(USAGE_WIDTH)
                // an argument such as @list.txt is for the command, not for the parser
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((failure, _) -> refuse(failure))
                .setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.WRONG_USE;
    }

    /// Prints what is wrong with the arguments, in one line, and where to find help.
    private static int refuse(ParameterException failure) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        var help = "see \"" + command.getCommandSpec().qualifiedName() + " --help\"";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            var isCommand = !unmatched.isUnknownOption()
                    && command.getCommandSpec().positionalParameters().isEmpty();
            var what = unmatched.isUnknownOption() ? "option" : isCommand ? "command" : "argument";
            var suggestions = unmatched.getSuggestions();
            err.println(
                    "sluice: unknown " + what + " " + unmatched.getUnmatched().getFirst()
                            + (suggestions.isEmpty() ? "" : ", did you mean " + suggestions.getFirst() + "?"));
        } else {
            err.println("sluice: " + firstLine(failure));
        }
        err.println(help);
        return ExitCode.WRONG_USE;
    }

    private static String firstLine(ParameterException failure) {
        var line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("wrong use");
        return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    }

    /// Prints a failure: only the message when the user can fix it, the stack trace for an internal error.
    private static int report(Exception failure, CommandLine commandLine) {
        return switch (failure) {
            case CommandFailure e -> print(e, commandLine, e.exitCode());
            case ConfigurationException _ -> print(failure, commandLine, ExitCode.WRONG_USE);
            case StartException _, UnexpectedAnswerException _, UnreachableException _ ->
                print(failure, commandLine, ExitCode.FAILED);
            case FileSystemException e -> print(e.getFile() + ": " + Sentence.of(e), commandLine, ExitCode.FAILED);
            default -> {
                commandLine.getErr().println("sluice: internal error");
                failure.printStackTrace(commandLine.getErr());
                yield ExitCode.FAILED;
            }
        };
    }

    private static int print(Exception failure, CommandLine commandLine, int status) {
        return print(String.valueOf(failure.getMessage()), commandLine, status);
    }

    private static int print(String message, CommandLine commandLine, int status) {
        message.lines().forEach(line -> commandLine.getErr().println("sluice: " + line));
        return status;
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
