package io.sluice.standalone.image;

import io.sluice.standalone.client.SluiceClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `copy`: copies images into another organization.
@Command(
        name = "copy",
        header = "Copies images into another organization.",
        description = {
            "",
            "\"sluice copy-all\" copies all images or those that meet conditions. Exits with status 1 if an image does"
                    + " not exist or could not be copied.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class CopyCommand extends ImageCommand {

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Destination organization.")
    private String destination = "";

    @Option(
            names = "--keep-existing",
            description = "Keep images that exist in the destination instead of overwriting them.")
    private boolean keepExisting;

    public CopyCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        var headers = new HashMap<>(Map.of("Destination", destination));
        if (keepExisting) {
            headers.put("Overwrite", "F");
        }
        var answer = client.send("POST", client.endpoint().images("/" + hash + "/copy"), headers);
        var result = switch (answer.status()) {
            case 201 -> "created";
            case 204 -> "overwritten";
            case 412 -> "existing";
            default -> "";
        };
        if (result.isEmpty()) {
            return refused(hash, answer);
        }
        print(hash, Map.of("result", result, "destination", destination), hash + " " + result);
        return true;
    }
}
