package io.sluice.standalone.serve;

import io.sluice.ingest.access.AccessConfig;
import io.sluice.service.ServiceMain;
import io.sluice.service.SettingsPage;
import io.sluice.service.ShutdownSignal;
import io.sluice.standalone.client.Credentials;
import io.sluice.standalone.sample.Samples;
import io.sluice.watch.exit.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `serve`: runs everything in one process until the stop signal.
@Command(
        name = "serve",
        header = "Runs everything in one process: Kafka, the store, the workers, the HTTP API.",
        description = {
            "",
            "Prints its address and how to upload a first file. Ctrl-C stops it; a restart on the same data"
                    + " directory keeps every image.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the HTTP API, instead of SLUICE_HTTP_PORT.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Directory of all state, instead of SLUICE_DATA_DIR.")
    private @Nullable Path data;

    /// Ends the server with its parent process: if the parent is killed, no other process would stop the
    /// server.
    @Option(names = "--end-with-parent", hidden = true)
    private boolean endWithParent;

    private ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Creates the command, with the list of all settings in its help.
    public static CommandLine commandLine(Map<String, String> environment) {
        var commandLine = new CommandLine(new ServeCommand(environment));
        commandLine.getCommandSpec().usageMessage().footer(settingsPage());
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        var settings = StandaloneConfig.settings(effectiveEnvironment(), data);
        var config = StandaloneConfig.from(settings);
        settings.check();
        ServiceMain.log(settings);
        var foundation = config.foundation();
        try (var stop = ShutdownSignal.install(foundation.stopTimeout(), foundation.dataDirectory())) {
            if (endWithParent) {
                stop.giveWithParent();
            }
            run(config, stop);
        }
        return ExitCode.DONE;
    }

    private void run(StandaloneConfig config, ShutdownSignal stop) throws Exception {
        try {
            Standalone.run(config, (base, readiness) -> {
                welcome(config.foundation().dataDirectory().toAbsolutePath().normalize(), base);
                stop.await(readiness);
            });
        } catch (Exception e) { // an interrupted operation may fail with any exception
            if (!stop.hasInterruptedStart()) {
                throw e;
            }
            LOG.atInfo().log("stopped while starting");
        }
    }

    private void welcome(Path directory, URI base) throws IOException, InterruptedException {
        var rootKey = environment.getOrDefault(AccessConfig.ROOT_KEY.key(), "");
        var account = FirstAccount.ensure(directory, base, rootKey);
        var sample = directory.resolve("sample.png");
        if (Files.notExists(sample)) {
            Files.write(sample, Samples.png().content().toArray());
        }
        var out = spec.commandLine().getOut();
        out.println(Welcome.text(account, Credentials.in(directory), sample));
        out.flush();
    }

    private static String[] settingsPage() {
        // picocli reads these as format strings
        return SettingsPage.lines(StandaloneConfig.SETTINGS).stream()
                .map(line -> line.replace("%", "%%"))
                .toArray(String[]::new);
    }

    private Map<String, String> effectiveEnvironment() {
        var effective = new HashMap<>(environment);
        if (port != null) {
            effective.put("SLUICE_HTTP_PORT", port.toString());
        }
        return effective;
    }
}
