package io.sluice.standalone.job;

import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `copy-all`.
@Command(
        name = "copy-all",
        header = "Copies all or some images of an organization into another one.",
        description = {
            "",
            "The job runs on the server and continues if this command is interrupted or loses the connection;"
                    + " \"sluice job\" watches it again. Exits with status 1 if an image failed.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class CopyAllCommand extends FollowedJob {

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Source organization.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "Destination organization.")
    private String destination = "";

    @Mixin
    private final Selection selection = new Selection();

    @Option(
            names = "--keep-existing",
            description = "Keep images that exist in the destination instead of overwriting them.")
    private boolean keepExisting;

    public CopyAllCommand(Map<String, String> environment) {
        super(environment, "copy");
    }

    @Override
    String organization() {
        return source;
    }

    @Override
    Optional<Integer> withoutJob(SluiceClient client, ResultOutput output) throws IOException, InterruptedException {
        if (selection.hasHashes()) {
            var hashes = selection.readHashes();
            return Optional.of(
                    selection.isDryRun()
                            ? Selection.print(hashes.size(), output)
                            : new HashWork(client, output).copy(hashes, headers()));
        }
        return selection.isDryRun()
                ? Optional.of(selection.dryRun(client, route(), headers(), output))
                : Optional.empty();
    }

    @Override
    String begin(JobRun run) throws InterruptedException {
        return run.start(route(), headers());
    }

    private String route() {
        return "/copy-all" + selection.query();
    }

    private Map<String, String> headers() {
        return keepExisting ? Map.of("Destination", destination, "Overwrite", "F") : Map.of("Destination", destination);
    }
}
