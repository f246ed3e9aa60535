package io.sluice.standalone.image;

import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/// The command `rm`: deletes images.
@Command(
        name = "rm",
        header = "Deletes images; they can be restored for some time.",
        description = {
            "",
            "\"sluice restore\" restores them until SLUICE_DELETED_RETENTION of the server has passed (default: 30"
                    + " days). Exits with status 1 if an image does not exist or is locked.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class RemoveCommand extends ImageCommand {

    public RemoveCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        var answer = client.send("DELETE", client.endpoint().images("/" + hash), Map.of());
        if (answer.status() != 204) {
            return refused(hash, answer);
        }
        print(hash, Map.of("result", "deleted"), hash + " deleted");
        return true;
    }
}
