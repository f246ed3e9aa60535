package io.sluice.standalone.job;

import io.sluice.standalone.client.EndpointOptions;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.console.CommandFailure;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Deletes all images of an organization.
@Command(
        name = "delete-all",
        header = "Deletes all images of an organization; they can be restored for a while.",
        description = {
            "",
            "They can be restored for as long as SLUICE_DELETED_RETENTION of the server says, 30 days by default."
                    + " Locked images stay. The server does it, and goes on when this command is interrupted or loses the"
                    + " connection; \"sluice job\" looks on again.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class DeleteAllCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final EndpointOptions endpointOptions = new EndpointOptions();

    @Parameters(index = "0", paramLabel = "ORGANIZATION", description = "Organization whose images are deleted.")
    private String organization = "";

    @Option(names = "--confirm", description = "Do not ask.")
    private boolean confirmed;

    public DeleteAllCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (!confirmed) {
            ask();
        }
        try (var client = new SluiceClient(endpointOptions.endpoint(environment, organization))) {
            var run = new JobRun(client, System.err);
            var id = run.start(client.endpoint().images("/delete-all?confirm=" + organization), Map.of());
            return run.follow(id, "delete", spec.commandLine().getOut());
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal: JDK 25 has the old console again
    private void ask() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandFailure("say --confirm to delete all images of " + organization);
        }
        var answer = console.readLine("All images of %s will be deleted. Type its name to go on: ", organization);
        if (!organization.equals(answer)) {
            throw new CommandFailure("nothing was deleted");
        }
    }
}
