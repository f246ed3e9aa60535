package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Looks on at a job that was started before.
@Command(
        name = "job",
        header = "Looks on at a job of copy-all or delete-all, or ends it.",
        description = {"", "Ends with 1 when images failed or the job did not come to its end.", ""},
        mixinStandardHelpOptions = true)
public final class JobCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpointOptions = new EndpointOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Option(names = "--cancel", description = "End the job; what is under way is still finished.")
    private boolean cancel;

    public JobCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        try (var client = new SluiceClient(endpointOptions.endpoint(environment))) {
            var run = new JobRun(client, System.err);
            if (cancel) {
                run.cancel(id);
            }
            return run.follow(id, "job", spec.commandLine().getOut());
        }
    }
}
