package io.sluice.standalone.job;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Copies a whole organization.
@Command(
        name = "copy-all",
        header = "Copies all images of an organization into another one.",
        description = {
            "",
            "The server does it, and goes on when this command is interrupted or loses the connection; \"sluice job\""
                    + " looks on again. Ends with 1 when images failed.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class CopyAllCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Mixin
    private final JobOptions options = new JobOptions();

    @Parameters(index = "0", paramLabel = "SOURCE", description = "Organization whose images are copied.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "Organization that they are copied to.")
    private String destination = "";

    @Option(names = "--keep-existing", description = "Leave images alone that the destination has already.")
    private boolean keepExisting;

    public CopyAllCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        var headers = new HashMap<>(Map.of("Destination", destination));
        if (keepExisting) {
            headers.put("Overwrite", "F");
        }
        return options.follow(environment, source, "copy", run -> run.start("/copy-all", headers));
    }
}
