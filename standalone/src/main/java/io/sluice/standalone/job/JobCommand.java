package io.sluice.standalone.job;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks on at a job that was started before.
@Command(
        name = "job",
        header = "Looks on at a job of copy-all or delete-all, or ends it.",
        description = {"", "Ends with 1 when images failed or the job did not come to its end.", ""},
        mixinStandardHelpOptions = true)
public final class JobCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Mixin
    private final JobOptions options = new JobOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Option(names = "--cancel", description = "End the job; what is under way is still finished.")
    private boolean cancel;

    public JobCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        return options.follow(environment, null, "job", run -> {
            if (cancel) {
                run.cancel(id);
            }
            return id;
        });
    }
}
