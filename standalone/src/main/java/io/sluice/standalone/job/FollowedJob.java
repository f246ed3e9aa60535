package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A command that starts or finds a job and watches it until it ends.
abstract class FollowedJob implements Callable<Integer> {

    private final Map<String, String> environment;
    private final String label;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    private boolean json;

    /// @param label label of the progress
    FollowedJob(Map<String, String> environment, String label) {
        this.environment = environment;
        this.label = label;
    }

    /// Returns the organization of the job; `null` for the one of the options.
    abstract @Nullable String organization();

    /// Does what needs no job.
    ///
    /// @return exit status of the command, or nothing when a job is needed
    Optional<Integer> withoutJob(SluiceClient client, ResultOutput output) throws IOException, InterruptedException {
        return Optional.empty();
    }

    /// Starts a job, or returns the id of an existing one.
    abstract String begin(JobRun run) throws InterruptedException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        var output = new ResultOutput(spec.commandLine().getOut(), json);
        try (var client = new SluiceClient(endpoint.endpoint(environment, organization()))) {
            var status = withoutJob(client, output);
            if (status.isPresent()) {
                return status.get();
            }
            var run = new JobRun(client, System.err);
            var job = run.follow(begin(run), label);
            output.print(job.json(), job.summary());
            return job.isFine() ? 0 : 1;
        }
    }
}
