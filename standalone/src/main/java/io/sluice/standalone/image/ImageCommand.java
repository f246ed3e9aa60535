package io.sluice.standalone.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.client.Answer;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A command that does the same with each of the given images. One that fails does not keep the others from it.
abstract class ImageCommand implements Callable<Integer> {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{6,40}");

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "HASH",
            description = "Hash or short hash of an image; - reads them from the standard input, one a line.")
    private List<String> given = List.of();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    ImageCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Returns the environment variables of the process.
    final Map<String, String> environment() {
        return environment;
    }

    final CommandSpec spec() {
        return spec;
    }

    final EndpointOptions endpoint() {
        return endpoint;
    }

    final boolean hasImages() {
        return !given.isEmpty();
    }

    /// Checks the options before any work is done.
    ///
    /// @param images number of images
    void check(int images) {}

    /// Processes an image.
    ///
    /// @return whether it succeeded; otherwise the failure was reported with [#refused]
    abstract boolean process(SluiceClient client, String hash) throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var hashes = hashes();
        check(hashes.size());
        var failed = 0;
        try (var client = new SluiceClient(endpoint.endpoint(environment))) {
            for (var hash : hashes) {
                failed += process(client, hash) ? 0 : 1;
            }
        }
        return failed == 0 ? 0 : 1;
    }

    /// Prints the result of an image, as JSON or else as text.
    ///
    /// @param facts facts beside the hash, for programs
    final void print(String hash, Map<String, String> facts, String text) {
        var out = spec.commandLine().getOut();
        if (json) {
            var object = Json.MAPPER.createObjectNode().put("hash", hash);
            facts.forEach(object::put);
            out.println(object);
        } else {
            out.println(text);
        }
        out.flush();
    }

    /// Prints an image as the server describes it, or else as text.
    final void print(ObjectNode image, String text) {
        var out = spec.commandLine().getOut();
        out.println(json ? image : text);
        out.flush();
    }

    /// Prints why an image could not be processed.
    ///
    /// @return false
    final boolean refused(String hash, Answer answer) {
        return refused(hash, answer.reason(), answer.message());
    }

    /// Prints why an image could not be processed.
    ///
    /// @return false
    final boolean refused(String hash, String reason, String message) {
        if (json) {
            print(hash, Map.of("result", "failed", "reason", reason, "message", message), "");
        } else {
            var err = spec.commandLine().getErr();
            err.println("sluice: " + hash + ": " + message);
            err.flush();
        }
        return false;
    }

    private List<String> hashes() throws IOException {
        var hashes = new ArrayList<String>();
        for (var argument : given) {
            if (argument.equals("-")) {
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank()) {
                        hashes.add(checked(line.strip()));
                    }
                }
            } else {
                hashes.add(checked(argument));
            }
        }
        return hashes;
    }

    private static String checked(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw CommandFailure.usage("\"" + hash + "\" is not a hash: 6 to 40 of the digits 0-9 and a-f");
        }
        return hash;
    }
}
