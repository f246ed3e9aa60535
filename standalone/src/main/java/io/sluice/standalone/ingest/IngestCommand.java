package io.sluice.standalone.ingest;

import io.sluice.image.Organization;
import io.sluice.standalone.client.Endpoint;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `ingest`: uploads many files, and resumes an interrupted run.
@Command(
        name = "ingest",
        header = "Uploads files, directories and lists of URLs; resumes after an interruption.",
        description = {
            "",
            "Files that exist in the organization are not sent again: their SHA-1 is compared first. A checkpoint"
                    + " file records completed items, so an interrupted run resumes, and a second run uploads only new"
                    + " and changed files. Exits with status 1 if an item failed; the report contains the reason.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpointOptions = new EndpointOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A file, a directory, a URL, or @LIST, a file with one URL or path a line. In"
                    + " directories, names that start with a dot are skipped.")
    private List<String> paths = List.of();

    @Option(
            names = {"-c", "--concurrency"},
            defaultValue = "16",
            paramLabel = "N",
            description = "Maximum concurrent uploads (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--optimize-source",
            paramLabel = "true|png|jpg",
            description = "Convert TIFF and PSD: losslessly to PNG (true or png), or to JPEG or WebP (jpg).")
    private @Nullable String optimizeSource;

    @Option(
            names = "--report",
            defaultValue = "sluice-ingest.jsonl",
            paramLabel = "FILE",
            description = "Result of each item, as JSON lines (default: ${DEFAULT-VALUE}).")
    private Path report = Path.of("");

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Completed items (default: a file per server and organization, in the data directory).")
    private @Nullable Path checkpoint;

    public IngestCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (concurrency < 1 || concurrency > 1024) {
            throw new CommandFailure("--concurrency must be from 1 to 1024, not " + concurrency);
        }
        var items = new Items(paths);
        items.check();
        var endpoint = endpointOptions.endpoint(environment);
        var tally = new Tally();
        var began = System.nanoTime();
        try (var client = new SluiceClient(endpoint);
                var done = Checkpoint.open(checkpointFile(endpoint));
                var lines = Report.open(report);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var progress = Progress.of("ingest")) {
            greet(client);
            threads.execute(() -> count(items, progress));
            var uploader = new Uploader(client, Uploader.DEFAULT_RETRIES, optimizeSource);
            var run = new BulkIngest(client, uploader, done, lines, tally, progress, threads, concurrency);
            items.visit(run);
            run.complete();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(tally.summary(Duration.ofNanos(System.nanoTime() - began)));
        out.println("\nreport: " + report.toAbsolutePath().normalize());
        return tally.failed() == 0 ? 0 : 1;
    }

    private Path checkpointFile(Endpoint endpoint) {
        return checkpoint != null
                ? checkpoint
                : endpointOptions
                        .dataDirectory(environment)
                        .resolve("ingest")
                        .resolve(name(endpoint.base(), endpoint.organization()) + ".checkpoint");
    }

    private static String name(URI base, Organization organization) {
        return (base.getHost() + '_' + base.getPort() + '_' + organization).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /// Checks before the run that the server responds and accepts the API key.
    private static void greet(SluiceClient client) throws InterruptedException {
        var endpoint = client.endpoint();
        try {
            var answer = client.list("?limit=1");
            if (answer.status() != 200) {
                throw new CommandFailure("the server " + endpoint.base() + " refused the request: " + answer.message());
            }
        } catch (IOException e) {
            throw new CommandFailure("the server " + endpoint.base() + " does not respond: " + e, e);
        }
    }

    /// Counts the items ahead of the run, so that the remaining time can be estimated.
    private static void count(Items items, Progress progress) {
        try {
            items.visit(new Items.Visitor() {
                @Override
                public void item(Item item) {
                    progress.expect(1);
                }

                @Override
                public void unreadable(String location, IOException failure) {
                    progress.expect(1);
                }
            });
        } catch (IOException _) {
            // the run itself reports it
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
