package io.sluice.standalone.image;

import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/// The command `restore`: restores deleted images.
@Command(
        name = "restore",
        header = "Restores deleted images.",
        description = {
            "",
            "\"sluice list --deleted\" lists them. Exits with status 1 if an image is unknown or was deleted too long"
                    + " ago.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand extends ImageCommand {

    public RestoreCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        var answer = client.send("POST", client.endpoint().images("/" + hash + "/restore"), Map.of());
        if (answer.status() != 200) {
            return refused(hash, answer);
        }
        print(hash, Map.of("result", "restored"), hash + " restored");
        return true;
    }
}
