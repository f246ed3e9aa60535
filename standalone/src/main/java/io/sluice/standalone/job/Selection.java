package io.sluice.standalone.job;

import io.sluice.kafka.Json;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.search.Conditions;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options that select images of a job.
final class Selection {

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Only images that meet this condition, such as user:label=draft; several have to be met all.")
    private List<String> conditions = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description = "Only images that meet this filter expression.")
    private String filter = "";

    @Option(names = "--dry-run", description = "Only print how many images the job would process.")
    private boolean dryRun;

    @Option(
            names = "--hashes",
            paramLabel = "FILE",
            description = "Only the images with these hashes, one a line; - reads the standard input.")
    private String hashes = "";

    boolean isDryRun() {
        return dryRun;
    }

    boolean hasHashes() {
        return !hashes.isEmpty();
    }

    /// Reads the hashes.
    ///
    /// @throws CommandFailure when they cannot be read, or images are selected by conditions, too
    List<String> readHashes() {
        if (hasConditions()) {
            throw CommandFailure.usage("--hashes cannot be combined with --where or --filter");
        }
        return HashList.read(hashes, System.in);
    }

    /// Prints how many images a job would process.
    ///
    /// @return the exit status
    int dryRun(SluiceClient client, String route, Map<String, String> headers, ResultOutput output)
            throws IOException, InterruptedException {
        var answer =
                client.send("POST", client.endpoint().images(route), headers).expect(200);
        return print(answer.json().path("total").asLong(), output);
    }

    /// Prints a number of images.
    ///
    /// @return the exit status
    static int print(long images, ResultOutput output) {
        output.print(
                Json.MAPPER.createObjectNode().put("dry_run", true).put("total", images),
                images + " images would be processed");
        return 0;
    }

    boolean hasConditions() {
        return !conditions.isEmpty() || !filter.isEmpty();
    }

    /// Returns the query string of the conditions and of `others`, empty or beginning with `?`.
    String query(String... others) {
        var all = new ArrayList<>(conditions);
        if (!filter.isEmpty()) {
            all.add("filter=" + filter);
        }
        if (dryRun) {
            all.add("dry_run=true");
        }
        all.addAll(List.of(others));
        return all.isEmpty() ? "" : "?" + Conditions.query(all);
    }
}
