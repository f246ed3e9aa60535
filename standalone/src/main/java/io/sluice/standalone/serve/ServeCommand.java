package io.sluice.standalone.serve;

import io.sluice.config.Settings;
import io.sluice.standalone.client.EndpointOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs everything in one process until it is told to stop.
@Command(
        name = "serve",
        header = "Runs everything in one process: Kafka, the store, the workers, the HTTP API.",
        description = {
            "",
            "Prints where it listens and how to upload a first file. Ctrl-C stops it; a restart on the same data"
                    + " directory has every image.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    private final Map<String, String> environment;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the HTTP API, instead of SLUICE_HTTP_PORT.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Directory of all state, instead of SLUICE_DATA_DIR.")
    private @Nullable Path data;

    private ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The command, with the list of all settings in its help.
    public static CommandLine commandLine(Map<String, String> environment) {
        var commandLine = new CommandLine(new ServeCommand(environment));
        commandLine.getCommandSpec().usageMessage().footer(SettingsPage.lines(StandaloneConfig.SETTINGS));
        return commandLine;
    }

    @Override
    public Integer call() throws Exception {
        var settings = new Settings(effectiveEnvironment());
        var config = StandaloneConfig.from(settings);
        settings.check();
        try (var stop = StopSignal.install(STOP_GRACE)) {
            Standalone.run(config, base -> stop.await());
        }
        return 0;
    }

    private Map<String, String> effectiveEnvironment() {
        var effective = new HashMap<>(environment);
        effective.keySet().removeAll(EndpointOptions.CLIENT_KEYS);
        if (port != null) {
            effective.put("SLUICE_HTTP_PORT", port.toString());
        }
        if (data != null) {
            effective.put(StandaloneConfig.DATA_DIRECTORY.key(), data.toString());
        }
        return effective;
    }
}
