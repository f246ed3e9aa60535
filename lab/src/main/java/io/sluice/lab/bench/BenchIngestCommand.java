package io.sluice.lab.bench;

import io.sluice.config.Settings;
import io.sluice.lab.bench.profile.UploadProfile;
import io.sluice.lab.command.Output;
import io.sluice.lab.command.ServerSettings;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.ByteCount;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.store.StoreConfig;
import io.sluice.store.connection.ObjectStores;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench ingest`: measures uploads through the running pipeline, and writes of the same bytes to
/// the object store.
@Command(
        name = "ingest",
        header = "Compares uploads over HTTP with writes to the object store alone.",
        description = {
            "",
            "Uploads JPEGs with different bytes, and writes as many at the same concurrency directly to an object"
                    + " store of the same kind, in alternating rounds. Starts a separate server in a temporary"
                    + " directory unless --url is given.",
            "",
            "A new server still compiles its code and needs several times the CPU time. Therefore"
                    + " it is warmed up first: with batches of 1,000 uploads at the highest concurrency, until three"
                    + " in a row were not 5 %% faster than the best before, and with one more round at each"
                    + " concurrency. Client, server and store share this machine's processors.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchIngestCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final EndpointOptions endpointOptions = new EndpointOptions();

    @Option(
            names = "--size",
            defaultValue = "100KB",
            paramLabel = "SIZE",
            description = "Size of an image, such as 100KB or 5MB (default: ${DEFAULT-VALUE}).")
    private String size = "";

    @Option(
            names = "--count",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Images per round; a quarter of them at concurrency 1 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = {"-c", "--concurrency"},
            split = ",",
            defaultValue = "1,32",
            paramLabel = "N",
            description = "Concurrent uploads; several numbers are measured in turn (default: ${DEFAULT-VALUE}).")
    private List<Integer> concurrencies = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Maximum uploads before the first round; fewer when they get no faster, none with 0"
                    + " (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--profile", description = "Prints what an upload costs the server in each stage. Not with --url.")
    private boolean profile;

    BenchIngestCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        check();
        var images = images();
        try (var directory = TemporaryDirectory.create("sluice-bench-")) {
            if (endpointOptions.namesAServer(environment)) {
                measure(images, endpointOptions.endpoint(environment), () -> Duration.ZERO, directory.path());
            } else if (profile) {
                profile(images, directory.path());
            } else {
                try (var server = start(directory.path(), List.of())) {
                    measure(images, server.endpoint(), server::cpu, directory.path());
                }
            }
        }
        return 0;
    }

    private void profile(UniqueJpegs images, Path directory) throws Exception {
        var costs = new UploadProfile(directory);
        try (var server = start(directory, costs.jvmOptions())) {
            costs.begin(server.endpoint());
            measure(images, server.endpoint(), new ProfiledServer(server, costs), directory);
            costs.end(server.endpoint());
        }
        output.say("\n" + costs.render());
    }

    private ServeProcess start(Path directory, List<String> jvmOptions) throws IOException {
        var options = new ArrayList<>(List.of("-Xmx1g"));
        options.addAll(jvmOptions);
        return ServeProcess.start(directory.resolve("data"), options, ServerSettings.from(environment));
    }

    private record ProfiledServer(ServeProcess server, UploadProfile costs) implements Probe {

        @Override
        public Duration cpu() {
            return server.cpu();
        }

        @Override
        public void measured(Instant from, Instant to, Duration cpu, int uploads) {
            costs.add(from, to, cpu, uploads);
        }
    }

    private UniqueJpegs images() {
        try {
            return UniqueJpegs.of(Math.toIntExact(ByteCount.parse(size)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--size: " + e.getMessage() + ": use 2KB or more", e);
        }
    }

    private void measure(UniqueJpegs images, Endpoint endpoint, Probe server, Path directory) throws Exception {
        var settings = new Settings(environment);
        try (var store = ObjectStores.open(StoreConfig.from(settings), directory.resolve("raw"))) {
            new Rounds(images, endpoint, store, server, output.writer()).run(warmUp, count, concurrencies, rounds);
        }
    }

    private void check() {
        if (count < 1 || rounds < 1 || warmUp < 0) {
            throw new CommandFailure("--count and --rounds must be at least 1, --warm-up at least 0");
        }
        if (profile && endpointOptions.namesAServer(environment)) {
            throw new CommandFailure("--profile starts a server of its own, so it does not go with --url");
        }
        if (concurrencies.stream().anyMatch(n -> n < 1 || n > 1024)) {
            throw new CommandFailure("--concurrency must be from 1 to 1024");
        }
    }
}
