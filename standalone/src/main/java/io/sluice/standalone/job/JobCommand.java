package io.sluice.standalone.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `job`: watches or cancels a job.
@Command(
        name = "job",
        header = "Watches a job of copy-all or delete-all, or cancels it.",
        description = {"", "Exits with status 1 if an image failed or the job was not completed.", ""},
        mixinStandardHelpOptions = true)
public final class JobCommand extends FollowedJob {

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the job.")
    private String id = "";

    @Option(names = "--cancel", description = "Cancel the job; slices in progress are completed.")
    private boolean cancel;

    public JobCommand(Map<String, String> environment) {
        super(environment, "job");
    }

    @Override
    @Nullable
    String organization() {
        return null;
    }

    @Override
    String begin(JobRun run) throws InterruptedException {
        if (cancel) {
            run.cancel(id);
        }
        return id;
    }
}
