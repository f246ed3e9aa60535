package io.sluice.standalone.job;

import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The command `delete-all`.
@Command(
        name = "delete-all",
        header = "Deletes all or some images of an organization; they can be restored for some time.",
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

    @Mixin
    private final Selection selection = new Selection();

    @Option(
            names = {"--yes", "--confirm"},
            description = "Do not ask for confirmation.")
    private boolean confirmed;

    public DeleteAllCommand(Map<String, String> environment) {
        super(environment, "delete");
    }

    @Override
    String organization() {
        return organization;
    }

    @Override
    Optional<Integer> withoutJob(SluiceClient client, ResultOutput output) throws IOException, InterruptedException {
        if (selection.isDryRun() && !selection.hasHashes()) {
            return Optional.of(selection.dryRun(client, "/delete-all" + selection.query(), Map.of(), output));
        }
        if (!confirmed && !selection.isDryRun()) {
            ask();
        }
        if (!selection.hasHashes()) {
            return Optional.empty();
        }
        var hashes = selection.readHashes();
        return Optional.of(
                selection.isDryRun()
                        ? Selection.print(hashes.size(), output)
                        : new HashWork(client, output).delete(hashes));
    }

    @Override
    String begin(JobRun run) throws InterruptedException {
        return run.start("/delete-all" + selection.query("confirm=" + organization), Map.of());
    }

    private String which() {
        return selection.hasConditions() || selection.hasHashes() ? "the selected images" : "all images";
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    private void ask() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            throw CommandFailure.usage("use --yes to delete " + which() + " of " + organization);
        }
        var answer = console.readLine(
                "The following will be deleted: %s of %s. Type its name to confirm: ", which(), organization);
        if (!organization.equals(answer)) {
            throw new CommandFailure("not confirmed, nothing was deleted");
        }
    }
}
