package io.sluice.standalone.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.config.DurationText;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Interruption;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.upload.ServerPause;
import io.sluice.standalone.upload.UploadOptions;
import io.sluice.standalone.upload.Uploader;
import java.io.IOException;
import java.io.PrintWriter;
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
        header = "Uploads files, directories and lists of paths and URLs; resumes after an interruption.",
        description = {
            "",
            "Files that exist in the organization are not sent again: their SHA-1 is compared first. A checkpoint"
                    + " file records the result of each item, so an interrupted run resumes, and a second run uploads"
                    + " only new and changed files. While the server is away, the run waits for it.",
            "",
            "The reports, a CSV and an NDJSON file, contain every item of all runs with its hash, or the reason why it"
                    + " failed. They are beside the checkpoint: in the data directory of a local server, else in"
                    + " ~/.local/state/sluice. Exits with status 1 if an item failed.",
            "",
            "A list has one path or URL a line. A CSV list names its columns in the first line, an NDJSON list has one"
                    + " object a line: path or url, name, meta_user, meta_dynamic, options; CSV also"
                    + " meta_user.FIELD. Relative paths start at the working directory. A line that cannot be read"
                    + " is a failed item.",
            "",
            "  sluice ingest photos --meta-user label=summer",
            "  find photos -name '*.tif' | sluice ingest - --optimize png",
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

    @Mixin
    private final UploadOptions uploadOptions = new UploadOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A file, a directory, a URL, @LIST for the items in a file, or - for a list on the standard"
                    + " input. In directories, names that start with a dot are skipped, and links are not followed.")
    private List<String> paths = List.of();

    @Option(
            names = {"-c", "--concurrency"},
            defaultValue = "16",
            paramLabel = "N",
            description = "Maximum concurrent requests, which small files share (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--keep-path",
            paramLabel = "FIELD",
            description = "Store the original path or URL in this field of the user metadata.")
    private @Nullable String pathField;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report to this file only: CSV if its name ends with .csv, else NDJSON.")
    private @Nullable Path report;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Results of all runs (default: a file per server and organization).")
    private @Nullable Path checkpoint;

    @Option(
            names = "--recheck",
            description = "Ask the server whether it still has what earlier runs completed, and upload what is missing"
                    + " again.")
    private boolean recheck;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long the run waits while the server is away or busy (default: ${DEFAULT-VALUE}).")
    private String wait = "";

    @Option(names = "--json", description = "Print the summary as one line of JSON.")
    private boolean json;

    public IngestCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (concurrency < 1 || concurrency > 1024) {
            throw CommandFailure.usage("--concurrency must be from 1 to 1024, not " + concurrency);
        }
        var items = new Items(paths, uploadOptions.details(), pathField, System.in);
        items.check();
        var limit = limit();
        var endpoint = endpointOptions.endpoint(environment);
        var state = new StateFiles(endpointOptions.stateDirectory(environment, "ingest"), endpoint);
        var reports = new Reports(report == null ? state.reports() : List.of(report));
        var tally = new Tally();
        var began = System.nanoTime();
        try (var client = new SluiceClient(endpoint);
                var done = Checkpoint.open(checkpoint == null ? state.checkpoint() : checkpoint)) {
            compare(client, done);
            try (var _ = Interruption.with(() -> explain(tally, done, reports))) {
                run(items, client, limit, done, tally);
            } finally {
                if (done.hasGrown() || !reports.exist()) {
                    reports.write(done);
                }
            }
        }
        print(tally, Duration.ofNanos(System.nanoTime() - began), reports);
        return tally.failed() == 0 ? 0 : 1;
    }

    private void run(Items items, SluiceClient client, Duration limit, Checkpoint done, Tally tally)
            throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var progress = Progress.of("ingest");
                var count = new Count(items, progress)) {
            var uploader = new Uploader(client, new ServerPause(client, limit, progress::say), true);
            var counts = new Counts(tally, progress, count);
            var run = new BulkIngest(new Existing(client), uploader, done, counts, threads, concurrency);
            items.visit(run);
            run.complete();
        }
    }

    /// Checks before the run that the server responds and accepts the API key, and whether it still has what the
    /// checkpoint says.
    private void compare(SluiceClient client, Checkpoint done) throws IOException, InterruptedException {
        var recheckOf = new Recheck(client, done);
        if (recheck) {
            var findings = recheckOf.all();
            say(findings.present() + findings.missing() + " items of earlier runs were rechecked: " + findings.missing()
                    + " are missing on the server");
            return;
        }
        var findings = recheckOf.latest();
        if (findings.missing() > 0) {
            say(findings.missing() + " of the last " + (findings.present() + findings.missing())
                    + " items of earlier runs are no longer on the server; --recheck uploads what is missing again");
        }
    }

    /// Prints what an interrupted run has done.
    private void explain(Tally tally, Checkpoint done, Reports reports) {
        say("\nInterrupted. " + tally.sentence() + ".\nThe same command resumes.");
        reports.write(done);
        say(reports.sentence());
    }

    private void say(String message) {
        var err = spec.commandLine().getErr();
        err.println(message);
        err.flush();
    }

    private void print(Tally tally, Duration took, Reports reports) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode summary = tally.json(took);
            var files = summary.putArray("reports");
            reports.files()
                    .forEach(file -> files.add(file.toAbsolutePath().normalize().toString()));
            out.println(summary);
        } else {
            out.println(tally.summary(took));
            out.println("\n" + reports.sentence());
        }
        out.flush();
    }

    private Duration limit() {
        try {
            return DurationText.parse(wait);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--wait " + e.getMessage() + ", not \"" + wait + '"');
        }
    }
}
