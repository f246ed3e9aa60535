package io.sluice.lab.bench.search;

import io.sluice.image.Organization;
import io.sluice.kafka.KafkaClients;
import io.sluice.lab.bench.fill.CatalogFill;
import io.sluice.lab.bench.fill.Merges;
import io.sluice.lab.command.Output;
import io.sluice.lab.command.ServerSettings;
import io.sluice.standalone.access.BrokerAccess;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench search`: measures searches in a large catalog.
@Command(
        name = "search",
        header = "Measures searches in a large catalog while images are added.",
        description = {
            "",
            "Starts a server with a heap of 1 GB in a temporary directory, publishes images onto their topic, runs a"
                    + " fixed mix of searches over HTTP while others are uploaded, and then has the server build its"
                    + " index again. Prints the median and the 99th percentile of each search and of the uploads, the"
                    + " size of the index, the heap and the time of the rebuild.",
            "",
            "With --in-process, there is no server and no upload: the searches run in this process, and their"
                    + " processor time is printed, which depends less on what else the machine does.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class BenchSearchCommand implements Callable<Integer> {

    private static final Organization LARGE = new Organization("bench-search");
    private static final Duration READY = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final int WARM_UP = 10;

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--images",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "Images of the organization that is searched (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--organizations",
            defaultValue = "50",
            paramLabel = "N",
            description =
                    "Number of organizations; the others have a hundredth of the images each (default: ${DEFAULT-VALUE}).")
    private int organizations;

    @Option(
            names = "--rounds",
            defaultValue = "100",
            paramLabel = "N",
            description = "Runs of each search (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--rate",
            defaultValue = "50",
            paramLabel = "N",
            description = "Uploads per second during the searches (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--in-process", description = "Measures processor time without a server.")
    private boolean inProcess;

    public BenchSearchCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        if (images < 1_000 || organizations < 1 || rounds < 10 || rate < 0 || rate > 1_000) {
            throw new CommandFailure(
                    "--images must be at least 1000, --organizations 1, --rounds 10, --rate 0 to 1000");
        }
        try (var directory = TemporaryDirectory.create("sluice-bench-search-")) {
            if (inProcess) {
                measureHere(directory.path());
            } else {
                measure(directory.path().resolve("data"));
            }
        }
        return 0;
    }

    private void measureHere(Path directory) throws Exception {
        var index = directory.resolve("index");
        try (var local = LocalIndex.start(directory.resolve("kafka"), index)) {
            try (var producer = local.clients().producer("sluice-bench")) {
                fill(new CatalogFill(producer), () -> local.count(LARGE));
            }
            var thread = ManagementFactory.getThreadMXBean();
            output.say("\nprocessor time of the searching thread:\n"
                    + search(query -> local.search(LARGE, query), thread::getCurrentThreadCpuTime)
                            .table());
            System.gc(); // what is in use, rather than what is not collected yet
            var used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            output.say("heap in use after a collection, broker included: " + Units.bytes(used));
        }
        sayIndex(index);
    }

    private void measure(Path data) throws Exception {
        String key;
        var index = data.resolve("views").resolve("images");
        try (var server = ServeProcess.start(data, List.of("-Xmx1g"), ServerSettings.from(environment))) {
            var answer = SluiceClient.signUp(server.endpoint().base(), LARGE, "bench@example.com", "")
                    .expect(201);
            key = answer.json().path("api_key").asText();
            try (var client = client(server, key)) {
                try (var broker = BrokerAccess.open(StandaloneConfig.read(ServerSettings.from(environment), data));
                        var producer = new KafkaClients(broker.kafka()).producer("sluice-bench")) {
                    fill(new CatalogFill(producer), () -> total(client));
                }
                Merges.awaitEnd(index, READY);
                searchDuringUploads(client);
            }
            output.say(heap(server));
        }
        sayIndex(index);
        rebuild(data, index, key);
    }

    private void searchDuringUploads(SluiceClient client) throws Exception {
        try (var uploads = Uploads.start(client, rate)) {
            var began = System.nanoTime();
            var times = search(query -> client.list(query).expect(200), System::nanoTime);
            output.say("\nover HTTP, one search at a time, with " + rate + " uploads a second:\n" + times.table());
            output.say("in " + Units.time(since(began)) + ", warm-up included:\n" + uploads.report());
        }
    }

    private void sayIndex(Path index) throws IOException {
        var bytes = bytes(index);
        output.say("index: " + Units.bytes(bytes) + ", " + bytes / all() + " bytes an image");
    }

    private static SluiceClient client(ServeProcess server, String key) throws InterruptedException {
        return new SluiceClient(new Endpoint(server.endpoint().base(), LARGE, key));
    }

    /// Number of images in all organizations.
    private long all() {
        return images + (organizations - 1L) * (images / 100);
    }

    /// Counts the images in the index.
    @FunctionalInterface
    private interface Total {
        long count() throws IOException, InterruptedException;
    }

    private void fill(CatalogFill fill, Total total) throws IOException, InterruptedException {
        output.say("publishing " + all() + " images of " + organizations + " organizations …");
        var began = System.nanoTime();
        for (var organization = 1; organization < organizations; organization++) {
            for (var i = 0; i < images / 100; i++) {
                fill.publish(new Organization("bench-other-" + organization), i);
            }
        }
        for (var i = 0; i < images; i++) {
            fill.publish(LARGE, i);
        }
        fill.complete();
        awaitAll(total);
        output.say("indexed in " + Units.time(since(began)));
    }

    private void awaitAll(Total total) throws IOException, InterruptedException {
        while (total.count() < images) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private static long total(SluiceClient client) throws IOException, InterruptedException {
        return client.list("?limit=0").expect(200).json().path("total").asLong();
    }

    /// Makes one search.
    @FunctionalInterface
    private interface Searching {
        void search(String query) throws IOException, InterruptedException;
    }

    private SearchTimes search(Searching searching, LongSupplier clock) throws IOException, InterruptedException {
        var random = new Random(1);
        for (var i = 0; i < WARM_UP; i++) {
            for (var search : Mix.values()) {
                searching.search(search.query(random, images));
            }
        }
        var times = new SearchTimes(rounds);
        for (var round = 0; round < rounds; round++) {
            for (var search : Mix.values()) {
                var query = search.query(random, images);
                var began = clock.getAsLong();
                searching.search(query);
                times.put(search, round, clock.getAsLong() - began);
            }
        }
        return times;
    }

    /// The largest used heap that the server's metrics show, of its limit.
    private static String heap(ServeProcess server) throws IOException, InterruptedException {
        try (var client = new SluiceClient(server.endpoint())) {
            var metrics = new String(
                    client.get(server.endpoint().route("/metrics"))
                            .expect(200)
                            .body()
                            .toArray(),
                    StandardCharsets.UTF_8);
            var used = metrics.lines()
                    .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            return "heap in use at the end: " + Units.bytes((long) used) + " of 1 GB";
        }
    }

    private void rebuild(Path data, Path index, String key) throws Exception {
        delete(index);
        var began = System.nanoTime();
        try (var server = ServeProcess.launch(data, List.of("-Xmx1g"), ServerSettings.from(environment))) {
            if (!server.awaitReady(READY)) {
                throw new CommandFailure("the server was not ready within " + READY.toMinutes() + " minutes");
            }
            var took = since(began);
            try (var client = client(server, key)) {
                awaitAll(() -> total(client));
            }
            output.say("index built again, server ready after " + Units.time(took));
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
