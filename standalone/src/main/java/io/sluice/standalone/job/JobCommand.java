package io.sluice.standalone.job;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `job`: watches or cancels a job.
@Command(
        name = "job",
        header = "Watches a job of copy-all or delete-all, or cancels it.",
        description = {"", "Exits with status 1 if an image failed or the job was not completed.", ""},
        mixinStandardHelpOptions = true)
public final class JobCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Mixin
    private final JobOptions options = new JobOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Option(names = "--cancel", description = "Cancel the job; slices in progress are completed.")
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
