package io.sluice.standalone.broker;

import io.sluice.config.Settings;
import io.sluice.service.ShutdownSignal;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.watch.exit.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `broker`: runs the embedded broker in a separate process.
@Command(
        name = "broker",
        header = "Runs the embedded Kafka broker alone, for services in other processes of this machine.",
        description = {
            "",
            "Listens on 127.0.0.1 only. A restart on the same directory keeps every record. SLUICE_STOP_TIMEOUT (30s)"
                    + " is the maximum time from the stop signal to the end of the process.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {

    private static final Pattern PROXIED_PORT = Pattern.compile("(\\d{1,5}):(\\d{1,5})");

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            required = true,
            description = "Directory of the broker's logs.")
    private Path directory = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port to listen on; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = {"--proxied-port", "--door"},
            paramLabel = "PORT:ADVERTISED",
            description = "An additional port, whose clients are directed to the advertised port, that of a proxy. May"
                    + " be given several times.")
    private List<String> proxiedPorts = new ArrayList<>();

    @Mixin
    private final MemberOptions member = new MemberOptions();

    /// Ends the broker with its parent process: if the parent is killed, no other process would stop the
    /// broker.
    @Option(names = "--end-with-parent", hidden = true)
    private boolean endWithParent;

    public BrokerCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logs.onlyTroubles();
        var config = new BrokerConfig(
                directory,
                port,
                proxiedPorts.stream().map(BrokerCommand::proxiedPort).toList(),
                member.member());
        try (var stop = ShutdownSignal.install(stopTimeout(), directory);
                var broker = EmbeddedBroker.start(config)) {
            if (endWithParent) {
                stop.giveWithParent();
            }
            var out = spec.commandLine().getOut();
            out.println("Kafka is ready on " + broker.config().bootstrapServers());
            out.flush();
            stop.await();
        }
        return ExitCode.DONE;
    }

    /// Returns the only setting of this command; its environment may contain those of other commands.
    private Duration stopTimeout() {
        var key = ShutdownSignal.TIMEOUT.key();
        var settings = new Settings(Map.of(key, environment.getOrDefault(key, "")));
        var timeout = settings.get(ShutdownSignal.TIMEOUT);
        settings.check();
        return timeout;
    }

    static BrokerConfig.ProxiedPort proxiedPort(String text) {
        var matcher = PROXIED_PORT.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailure.usage("--proxied-port must be two ports such as 9093:19093, not \"" + text + '"');
        }
        return new BrokerConfig.ProxiedPort(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
