package io.sluice.standalone.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.Printable;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command `get`: prints the facts of images.
@Command(
        name = "get",
        header = "Prints all facts and metadata of images.",
        description = {"", "Exits with status 1 if an image does not exist.", ""},
        mixinStandardHelpOptions = true)
public final class GetCommand extends ImageCommand {

    @Option(names = "--deleted", description = "Deleted images, too.")
    private boolean deleted;

    public GetCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    boolean process(SluiceClient client, String hash) throws IOException, InterruptedException {
        var answer = client.image(deleted ? hash + "?deleted=true" : hash);
        if (answer.status() != 200 || !(answer.json() instanceof ObjectNode image)) {
            return refused(hash, answer);
        }
        print(image, text(image) + "\n");
        return true;
    }

    /// Returns a line for each fact, with the values in one column.
    private static String text(ObjectNode image) {
        var width = image.properties().stream()
                .mapToInt(fact -> fact.getKey().length())
                .max()
                .orElse(0);
        return image.properties().stream()
                .map(fact -> fact.getKey() + " ".repeat(width - fact.getKey().length() + 2) + value(fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String value(JsonNode value) {
        return Printable.of(value.isValueNode() ? value.asText() : value.toString());
    }
}
