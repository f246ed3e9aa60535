package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The common part of all commands about jobs: their options, and watching a job until it ends.
final class JobOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    /// Starts a job, or returns the id of an existing one.
    @FunctionalInterface
    interface Begin {
        String begin(JobRun run) throws InterruptedException;
    }

    /// Watches a job until it ends.
    /// @param organization the organization of the job; `null` for the one of the options
    /// @param what         label of the progress
    /// @return exit status of the command
    int follow(Map<String, String> environment, @Nullable String organization, String what, Begin begin)
            throws InterruptedException {
        try (var client = new SluiceClient(endpoint.endpoint(environment, organization))) {
            var run = new JobRun(client, System.err);
            return run.follow(begin.begin(run), what, command.commandLine().getOut());
        }
    }
}
