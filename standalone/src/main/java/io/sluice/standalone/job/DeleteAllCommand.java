package io.sluice.standalone.job;

import io.sluice.standalone.console.CommandFailure;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `delete-all`.
@Command(
        name = "delete-all",
        header = "Deletes all images of an organization; they can be restored for some time.",
        description = {
            "",
            "Images can be restored until SLUICE_DELETED_RETENTION of the server has passed (default: 30 days)."
                    + " Locked images are kept. The job runs on the server and continues if this command is interrupted"
                    + " or loses the connection; \"sluice job\" watches it again.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DeleteAllCommand extends FollowedJob {

    @Parameters(index = "0", paramLabel = "ORGANIZATION", description = "Organization whose images are deleted.")
    private String organization = "";

    @Option(names = "--confirm", description = "Do not ask for confirmation.")
    private boolean confirmed;

    public DeleteAllCommand(Map<String, String> environment) {
        super(environment, "delete");
    }

    @Override
    String organization() {
        return organization;
    }

    @Override
    String begin(JobRun run) throws InterruptedException {
        if (!confirmed) {
            ask();
        }
        return run.start("/delete-all?confirm=" + organization, Map.of());
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    private void ask() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandFailure("use --confirm to delete all images of " + organization);
        }
        var answer = console.readLine("All images of %s will be deleted. Type its name to confirm: ", organization);
        if (!organization.equals(answer)) {
            throw new CommandFailure("not confirmed, nothing was deleted");
        }
    }
}
