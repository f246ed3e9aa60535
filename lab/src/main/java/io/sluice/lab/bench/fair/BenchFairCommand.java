package io.sluice.lab.bench.fair;

import io.sluice.lab.bench.fair.attack.Scenario;
import io.sluice.lab.command.DurationOption;
import io.sluice.lab.command.Output;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench fair`: measures the effect of the load of one organization on another one.
@Command(
        name = "fair",
        header = "Measures the uploads of one organization while another one overloads the server.",
        description = {
            "",
            "Starts a server in a temporary directory, or two nodes with a broker, uploads an image of 100 KB once a"
                    + " second for one organization, alone at first, and then while another organization floods the"
                    + " server, names slow addresses, converts large images, uploads hostile files, copies everything"
                    + " and sends slow bodies, one after the other. Prints the times of the first organization for"
                    + " each of these.",
            "",
            "Exits with status 1 if one of its uploads failed, or if their 95th percentile was higher than --bound"
                    + " times that alone. All processes share this machine's processors, those of the other organization"
                    + " with the lowest priority: nothing else should run on it.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BenchFairCommand implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofMinutes(3);

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--nodes",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Number of servers; several share a broker and a folder of blobs (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            paramLabel = "TIME",
            description = "Time of each measurement (default: ${DEFAULT-VALUE}).")
    private String duration = "";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Loads of the other organization: flood, addresses, conversions, hostile, copy, bodies; all"
                    + " of these by default.")
    private List<String> only = List.of();

    @Option(
            names = "--scale",
            defaultValue = "1",
            paramLabel = "FACTOR",
            description = "Factor of the load, such as 0.1 for a short run (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(
            names = "--warm-up",
            defaultValue = "500",
            paramLabel = "N",
            description = "Uploads before the first measurement (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--bound",
            defaultValue = "1.2",
            paramLabel = "RATIO",
            description = "Maximum ratio of the 95th percentile to that alone (default: ${DEFAULT-VALUE}).")
    private double bound;

    public BenchFairCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        var scenarios = scenarios();
        var time = DurationOption.parse("--duration", duration);
        if (nodes < 1 || nodes > 4 || !(scale > 0 && scale <= 10) || warmUp < 0 || !(bound >= 1)) {
            throw new CommandFailure(
                    "--nodes must be from 1 to 4, --scale above 0 and at most 10, --warm-up at least 0, --bound at"
                            + " least 1");
        }
        try (var directory = TemporaryDirectory.create("sluice-bench-fair-");
                var bench = new Bench(directory.path())) {
            return bench.run(scenarios, time) ? 0 : 1;
        }
    }

    private List<Scenario> scenarios() {
        try {
            return only.isEmpty()
                    ? List.of(Scenario.values())
                    : only.stream().map(Scenario::named).toList();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--only " + e.getMessage(), e);
        }
    }

    /// The servers and the organization that is measured. Both are replaced when an attack has left the
    /// servers dead or busy.
    private final class Bench implements AutoCloseable {

        private final Path directory;
        private Nodes servers;
        private Neighbor neighbor;
        private int started;

        Bench(Path directory) throws IOException, InterruptedException {
            this.directory = directory;
            this.servers = startServers();
            this.neighbor = startNeighbor();
        }

        private Nodes startServers() throws IOException, InterruptedException {
            started++;
            output.say("starting " + (nodes == 1 ? "a server" : nodes + " nodes and a broker") + " …");
            return Nodes.start(nodes, directory.resolve(Integer.toString(started)), environment);
        }

        private Neighbor startNeighbor() throws IOException, InterruptedException {
            var fresh = new Neighbor(servers.registrar().signUp("neighbor"));
            output.say("warming up with " + warmUp + " uploads …");
            fresh.warmUp(warmUp);
            return fresh;
        }

        /// @return whether all measurements stayed within their bounds
        boolean run(List<Scenario> scenarios, Duration time) throws IOException, InterruptedException {
            output.say("measuring alone for " + Units.time(time) + " …");
            var alone = neighbor.measure(time);
            if (!alone.failures().isEmpty()) {
                throw new CommandFailure("uploads failed although nothing else went on: " + Effect.reasons(alone));
            }
            output.say("  p95 " + Effect.time(alone.percentile(95)));
            var effects = new ArrayList<Effect>();
            for (var scenario : scenarios) {
                effects.add(new Effect(scenario.meaning(), alone, during(scenario, time), bound));
            }
            output.say("\n" + nodes + (nodes == 1 ? " node" : " nodes") + ", " + Units.time(time) + " each, scale "
                    + scale + "\n\n" + Effect.table(alone, effects));
            return effects.stream().allMatch(Effect::holds);
        }

        private UploadTimes during(Scenario scenario, Duration time) throws IOException, InterruptedException {
            awaitRest();
            output.say("preparing: " + scenario.meaning() + " …");
            try (var attacker = servers.attack(scenario, scale)) {
                output.say("measuring for " + Units.time(time) + " …");
                var during = neighbor.measure(time);
                output.say("  p95 " + Effect.time(during.percentile(95)) + ", "
                        + during.failures().size() + " failed " + Effect.reasons(during) + "; " + attacker.end());
                return during;
            }
        }

        /// Waits until nothing is left of the attack before; starts anew when that takes too long.
        private void awaitRest() throws IOException, InterruptedException {
            if (!servers.settle(SETTLE)) {
                output.say("the servers did not come to rest");
                close();
                servers = startServers();
                neighbor = startNeighbor();
            }
        }

        @Override
        public void close() {
            neighbor.close();
            servers.close();
        }
    }
}
