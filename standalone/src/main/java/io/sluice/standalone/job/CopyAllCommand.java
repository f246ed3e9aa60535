package io.sluice.standalone.job;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `copy-all`.
@Command(
        name = "copy-all",
        header = "Copies all images of an organization into another one.",
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
    String begin(JobRun run) throws InterruptedException {
        var headers = new HashMap<>(Map.of("Destination", destination));
        if (keepExisting) {
            headers.put("Overwrite", "F");
        }
        return run.start("/copy-all", headers);
    }
}
