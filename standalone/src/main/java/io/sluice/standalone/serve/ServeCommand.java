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
import picocli.CommandLine.Model.UsageMessageSpec;
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

    @Option(names = "--verbose", description = "Log all settings, not only those that differ from their defaults.")
    private boolean verbose;

    @Option(
            names = "--json",
            description = "Print one line of JSON once the server is ready: url, organization, credentials.")
    private boolean json;

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
        // only when the help is printed: reading the settings of all services takes a while
        commandLine
                .getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_FOOTER,
                        _ -> String.join("\n", SettingsPage.lines(StandaloneConfig.SETTINGS)) + "\n");
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        var settings = StandaloneConfig.settings(effectiveEnvironment(), data);
        var config = StandaloneConfig.from(settings);
        settings.check();
        var shown = verbose ? settings.effective() : settings.changed();
        if (!shown.isEmpty()) {
            ServiceMain.log(shown);
        }
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
            var directory = config.foundation().dataDirectory().toAbsolutePath().normalize();
            var credentials = Credentials.in(directory);
            say("Starting on " + directory + (Files.exists(credentials) ? " …" : " for the first time, about 10 s …"));
            Standalone.run(config, step -> say("  waiting for " + step), (base, readiness) -> {
                welcome(directory, base);
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
        var credentials = Credentials.in(directory);
        var isFirst = Files.notExists(credentials);
        var account = FirstAccount.ensure(directory, base, rootKey);
        var sample = directory.resolve("sample.png");
        if (Files.notExists(sample)) {
            Files.write(sample, Samples.png().content().toArray());
        }
        var welcome = new Welcome(account, credentials, isFirst);
        var out = spec.commandLine().getOut();
        out.println(json ? welcome.json() : welcome.text(sample));
        out.flush();
    }

    private void say(String text) {
        if (!json) {
            var out = spec.commandLine().getOut();
            out.println(text);
            out.flush();
        }
    }

    private Map<String, String> effectiveEnvironment() {
        var effective = new HashMap<>(environment);
        if (port != null) {
            effective.put("SLUICE_HTTP_PORT", port.toString());
        }
        return effective;
    }
}
