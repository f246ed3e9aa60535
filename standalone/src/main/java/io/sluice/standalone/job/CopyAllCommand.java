package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpointOptions = new EndpointOptions();

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
    public Integer call() throws Exception {
        try (var client = new SluiceClient(endpointOptions.endpoint(environment, source))) {
            var headers = new HashMap<>(Map.of("Destination", destination));
            if (keepExisting) {
                headers.put("Overwrite", "F");
            }
            var run = new JobRun(client, System.err);
            var id = run.start(client.endpoint().images("/copy-all"), headers);
            return run.follow(id, "copy", spec.commandLine().getOut());
        }
    }
}
