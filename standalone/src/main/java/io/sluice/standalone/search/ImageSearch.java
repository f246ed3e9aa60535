package io.sluice.standalone.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that prints the images of an organization that meet conditions.
abstract class ImageSearch implements Callable<Integer> {

    private static final int PAGE = 500;

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    @Option(names = "--filter", paramLabel = "EXPRESSION", description = "Filter expression.")
    private String filter = "";

    @Option(names = "--or", description = "One of the conditions is sufficient.")
    private boolean or;

    @Option(names = "--sort", paramLabel = "FIELDS", description = "Sort order, such as 'size desc,name'.")
    private String sort = "";

    @Option(
            names = "--facets",
            paramLabel = "FIELDS",
            description = "Print the values of these fields with their counts.")
    private String facets = "";

    @Option(names = "--deleted", description = "Search the deleted images.")
    private boolean deleted;

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of images (default: all).")
    private long limit = Long.MAX_VALUE;

    @ArgGroup
    private Format format = new Format();

    /// At most one of the formats.
    private static final class Format {

        @Option(names = "--json", description = "Print one JSON object a line.")
        private boolean json;

        @Option(names = "--hashes", description = "Print one hash a line, for --hashes of copy-all and delete-all.")
        private boolean hashes;
    }

    ImageSearch(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Returns the organization; `null` for the one of the options.
    abstract @Nullable String organization();

    abstract List<String> conditions();

    @Override
    public final Integer call() throws IOException, InterruptedException {
        if (limit < 0) {
            throw CommandFailure.usage("--limit must be at least 0");
        }
        var out = spec.commandLine().getOut();
        var query = query();
        var lines = lines(out);
        try (var client = new SluiceClient(endpoint.endpoint(environment, organization()))) {
            var left = limit;
            var page = page(client, query, Math.min(PAGE, left), "");
            print(page.path("facets"), out);
            while (!page.path("items").isEmpty()) {
                page.path("items").forEach(lines::image);
                left -= page.path("items").size();
                if (left <= 0) {
                    break;
                }
                page = page(
                        client, query, Math.min(PAGE, left), page.path("cursor").asText());
            }
            lines.end();
        }
        out.flush();
        return 0;
    }

    private String query() {
        var query = new StringBuilder(Conditions.query(conditions()));
        appendUnlessEmpty(query, "filter", filter);
        appendUnlessEmpty(query, "operator", or ? "or" : "");
        appendUnlessEmpty(query, "sort", sort);
        appendUnlessEmpty(query, "deleted", deleted ? "true" : "");
        return query.toString();
    }

    private static void appendUnlessEmpty(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            Conditions.append(query, name, value);
        }
    }

    private JsonNode page(SluiceClient client, String query, long limit, String cursor)
            throws IOException, InterruptedException {
        var asked = new StringBuilder(query);
        Conditions.append(asked, "limit", Long.toString(limit));
        if (cursor.isEmpty()) {
            appendUnlessEmpty(asked, "facets", facets);
        } else {
            Conditions.append(asked, "cursor", cursor);
        }
        var answer = client.list("?" + asked);
        return answer.expect(200).json();
    }

    private ImageLines lines(PrintWriter out) {
        if (format.json) {
            return new ImageLines.JsonLines(out);
        }
        if (format.hashes) {
            return new ImageLines.Hashes(out);
        }
        return isTerminal() ? new ImageLines.Columns(out) : new ImageLines.Lines(out);
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /// Facets go before the images: to the error output when the images are for another program.
    private void print(JsonNode all, PrintWriter out) {
        var target = format.json || format.hashes ? spec.commandLine().getErr() : out;
        all.properties().forEach(facet -> {
            target.println(facet.getKey() + ':');
            var values = facet.getValue();
            if (values.isObject()) {
                target.println("  min " + values.path("min").asText("-") + ", max "
                        + values.path("max").asText("-"));
                values = values.path("values");
            }
            values.forEach(value -> target.println("  " + value.path("count").asText() + "  "
                    + value.path("value").asText()));
        });
        target.flush();
    }
}
