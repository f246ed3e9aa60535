package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The options that all commands on jobs have, and what all of them do: look on at a job until it is over.
final class JobOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    /// Starts a job, or says which one.
    @FunctionalInterface
    interface Begin {
        String begin(JobRun run) throws InterruptedException;
    }

    /// @param organization whose images it is about; `null` for that of the options
    /// @param what         how the progress calls it
    /// @return exit code of the command
    int follow(Map<String, String> environment, @Nullable String organization, String what, Begin begin)
            throws InterruptedException {
        try (var client = new SluiceClient(endpoint.endpoint(environment, organization))) {
            var run = new JobRun(client, System.err);
            return run.follow(begin.begin(run), what, command.commandLine().getOut());
        }
    }
}
