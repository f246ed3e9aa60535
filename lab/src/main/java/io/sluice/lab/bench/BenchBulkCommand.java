package io.sluice.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import io.sluice.kafka.Json;
import io.sluice.lab.command.Output;
import io.sluice.lab.command.ServerSettings;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.serve.ChildJvm;
import io.sluice.standalone.serve.ServeProcess;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Logs;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.TemporaryDirectory;
import io.sluice.standalone.terminal.Units;
import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The command `bench bulk`: measures `sluice ingest` of a directory, and a durable copy of the same files.
@Command(
        name = "bulk",
        header = "Compares the bulk ingest of a directory with a durable copy of its files.",
        description = {
            "",
            "Starts a server in a temporary directory and makes a directory of JPEGs with different bytes. Copies them"
                    + " one after the other, each of them forced to the disk, and runs \"sluice ingest\" on the"
                    + " directory twice: the second run finds nothing to do. The times of ingest contain the start of"
                    + " its process. Client and server share this machine's processors.",
            ""
        },
        mixinStandardHelpOptions = true)
final class BenchBulkCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 10_000_000;

    private final Map<String, String> environment;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--files",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Files of the directory (default: ${DEFAULT-VALUE}).")
    private int files;

    @Option(
            names = "--bytes",
            defaultValue = "20000",
            paramLabel = "N",
            description = "Bytes of a file (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Option(
            names = "--warm-up",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Files of a first directory that is not measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = {"-c", "--concurrency"},
            defaultValue = "16",
            paramLabel = "N",
            description = "Maximum concurrent uploads (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    BenchBulkCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Logs.onlyTroubles();
        if (files < 1 || warmUp < 0 || bytes < 2_000 || bytes > MOST_BYTES) {
            throw new CommandFailure(
                    "--files must be at least 1, --warm-up at least 0, --bytes from 2000 to " + MOST_BYTES);
        }
        try (var directory = TemporaryDirectory.create("sluice-bench-bulk-")) {
            var data = directory.path().resolve("data");
            try (var server = ServeProcess.start(data, List.of("-Xmx1g"), ServerSettings.from(environment))) {
                measure(server, directory.path());
            }
        }
        return 0;
    }

    private void measure(ServeProcess server, Path directory) throws IOException, InterruptedException {
        var endpoint = signUp(server.endpoint().base());
        if (warmUp > 0) {
            output.say("warming up with " + warmUp + " files …");
            var first = make(directory.resolve("warm-up"), warmUp);
            copy(first, directory.resolve("warm-up-copy"));
            ingest(endpoint, first, "uploaded", warmUp);
        }
        output.say("making " + files + " files of " + bytes + " bytes …");
        var folder = make(directory.resolve("files"), files);
        output.say("copying …");
        var copied = copy(folder, directory.resolve("copy"));
        output.say("ingesting …");
        var before = server.cpu();
        var ingested = ingest(endpoint, folder, "uploaded", files);
        var cpu = server.cpu().minus(before);
        output.say("ingesting again …");
        var again = ingest(endpoint, folder, "unchanged", files);

        var table = new Table(files + " files of " + bytes + " bytes", "time", "files/s", "ratio", "server CPU a file");
        table.row("copied one by one, forced to the disk", Units.time(copied), rate(copied), "1.00", "");
        table.row(
                "ingest",
                Units.time(ingested),
                rate(ingested),
                ratio(copied, ingested),
                Units.time(cpu.dividedBy(files)));
        table.row("ingest once more", Units.time(again), rate(again), ratio(copied, again), "");
        output.say("\n" + table.render());
    }

    private static Endpoint signUp(URI server) throws IOException, InterruptedException {
        var organization = new Organization("bench-bulk");
        var answer = SluiceClient.signUp(server, organization, "bench@example.com", "")
                .expect(201);
        return new Endpoint(server, organization, answer.json().path("api_key").asText());
    }

    /// Makes a directory of images that exist nowhere else.
    private Path make(Path folder, int count) throws IOException {
        var images = UniqueJpegs.of(bytes);
        Files.createDirectory(folder);
        for (var number = 0; number < count; number++) {
            Files.write(folder.resolve(number + ".jpg"), images.next());
        }
        return folder;
    }

    /// Copies every file and forces it to the disk.
    private static Duration copy(Path folder, Path target) throws IOException {
        Files.createDirectory(target);
        var began = System.nanoTime();
        try (var originals = Files.newDirectoryStream(folder)) {
            for (var original : originals) {
                var copy = target.resolve(original.getFileName());
                Files.copy(original, copy);
                try (var file = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /// Runs the command in a process of its own.
    ///
    /// @param result   that all files have
    /// @param expected number of files
    private Duration ingest(Endpoint endpoint, Path folder, String result, int expected)
            throws IOException, InterruptedException {
        var beside = folder.resolveSibling(folder.getFileName() + ".checkpoint");
        var builder = ChildJvm.of(
                "io.sluice.standalone.Main",
                List.of("-Xmx1g"),
                "ingest",
                "--json",
                "--url",
                endpoint.base().toString(),
                "--org",
                endpoint.organization().name(),
                "--key",
                endpoint.apiKey(),
                "--concurrency",
                Integer.toString(concurrency),
                "--checkpoint",
                beside.toString(),
                "--report",
                beside + ".csv",
                folder.toString());
        builder.redirectError(beside.resolveSibling("ingest.log").toFile());
        var began = System.nanoTime();
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        var exit = process.waitFor();
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (exit != 0 || Json.MAPPER.readTree(text).path(result).asInt() != expected) {
            throw new CommandFailure("not all files are " + result + ": " + text
                    + Files.readString(beside.resolveSibling("ingest.log")));
        }
        return took;
    }

    private String rate(Duration took) {
        return String.format(Locale.ROOT, "%.0f", files / (took.toNanos() / 1e9));
    }

    private static String ratio(Duration copied, Duration took) {
        return String.format(Locale.ROOT, "%.2f", (double) copied.toNanos() / took.toNanos());
    }
}
