package io.sluice.standalone.upload;

import io.sluice.kafka.Json;
import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.standalone.terminal.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `upload`: uploads a few files or URLs, and prints their hashes.
@Command(
        name = "upload",
        header = "Uploads files or URLs and prints the hash of each image.",
        description = {
            "",
            "Prints a line an image: its hash, a tab, and the file or URL. \"sluice ingest\" uploads directories and"
                    + " lists, and resumes. Exits with status 1 if an upload failed.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class UploadCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    @Mixin
    private final UploadOptions options = new UploadOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file, a URL, or - for a file on the standard input.")
    private List<String> files = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the image (default: that of the file).")
    private @Nullable String name;

    @Option(names = "--json", description = "Print one JSON object a line: item, and hash or reason and message.")
    private boolean json;

    public UploadCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name != null && files.size() > 1) {
            throw CommandFailure.usage("--name is for one file");
        }
        var all = options.details();
        var details = new ItemDetails(name, all.userMetadata(), all.dynamicMetadata(), all.options());
        var failed = false;
        try (var directory = TemporaryDirectory.create("sluice-upload-");
                var client = new SluiceClient(endpoint.endpoint(environment))) {
            var err = spec.commandLine().getErr();
            var uploader = new Uploader(client, new ServerPause(client, PATIENCE, err::println), false);
            for (var file : files) {
                var result = upload(uploader, file, details, directory.path());
                failed |= result instanceof Result.Failed;
                print(file, result);
            }
        }
        return failed ? 1 : 0;
    }

    private static Result upload(Uploader uploader, String file, ItemDetails details, Path directory)
            throws InterruptedException {
        if (Item.isUrl(file)) {
            return uploader.upload(new Item.Url(file, details));
        }
        try {
            var path = file.equals(STANDARD_INPUT) ? copy(System.in, directory.resolve("image")) : Path.of(file);
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? uploader.upload(Item.LocalFile.of(path, attributes, details))
                    : new Result.Failed("unreadable", "it is not a file; \"sluice ingest\" uploads directories");
        } catch (IOException e) {
            return new Result.Failed("unreadable", Sentence.of(e));
        } catch (InvalidPathException e) {
            return new Result.Failed("unreadable", "it is not a path: " + e.getReason());
        }
    }

    private static Path copy(InputStream input, Path file) throws IOException {
        Files.copy(input, file);
        return file;
    }

    private void print(String file, Result result) {
        var out = spec.commandLine().getOut();
        switch (result) {
            case Result.Uploaded(var hash, var binaryHash) ->
                out.println(
                        json
                                ? Json.MAPPER
                                        .createObjectNode()
                                        .put("item", file)
                                        .put("hash", hash)
                                        .put("binary_hash", binaryHash)
                                : hash + "\t" + file);
            case Result.Failed(var reason, var message)
            when json ->
                out.println(Json.MAPPER
                        .createObjectNode()
                        .put("item", file)
                        .put("reason", reason)
                        .put("message", message));
            case Result.Failed(var reason, var message) -> {
                var err = spec.commandLine().getErr();
                err.println("sluice: " + file + ": " + message + " (" + reason + ")");
                err.flush();
            }
            case Result.Present _, Result.Unchanged _, Result.Skipped _ ->
                throw new IllegalStateException("not a result of an upload: " + result);
        }
        out.flush();
    }
}
