package io.sluice.standalone.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that upload, which apply to all their items.
public final class UploadOptions {

    private static final Set<String> TARGETS = Set.of("true", "png", "jpg");

    @Option(
            names = "--meta-user",
            paramLabel = "FIELD=VALUE",
            description = "User metadata of every image, such as label=summer, int:price=5 or array:tags=sea,sand; or a"
                    + " JSON object. May be given several times.")
    private List<String> userMetadata = new ArrayList<>();

    @Option(
            names = "--meta-dynamic",
            paramLabel = "JSON",
            description = "Dynamic metadata of every image, as a JSON object.")
    private String dynamicMetadata = "";

    @Option(
            names = {"--optimize", "--optimize-source"},
            paramLabel = "true|png|jpg",
            description = "Convert TIFF and PSD: losslessly to PNG (true or png), or to JPEG or WebP (jpg).")
    private @Nullable String optimize;

    @Option(names = "--protected", description = "Protect the images: downloads require an additional permission.")
    private boolean isProtected;

    /// Returns the details of every item.
    ///
    /// @throws CommandFailure when an option is wrong
    public ItemDetails details() {
        var options = JsonNodeFactory.instance.objectNode();
        if (optimize != null) {
            if (!TARGETS.contains(optimize)) {
                throw CommandFailure.usage("--optimize must be true, png or jpg, not \"" + optimize + '"');
            }
            options.put(ItemDetails.OPTIMIZE, optimize);
        }
        if (isProtected) {
            options.put(ItemDetails.PROTECTED, true);
        }
        var user = JsonNodeFactory.instance.objectNode();
        userMetadata.forEach(given -> user.setAll(userMetadata(given)));
        var dynamic = dynamicMetadata.isEmpty()
                ? JsonNodeFactory.instance.objectNode()
                : object("--meta-dynamic", dynamicMetadata);
        return new ItemDetails(null, user, dynamic, options);
    }

    private static ObjectNode userMetadata(String given) {
        if (given.stripLeading().startsWith("{")) {
            return object("--meta-user", given);
        }
        var equals = given.indexOf('=');
        if (equals < 1) {
            throw CommandFailure.usage("--meta-user must have the form FIELD=VALUE, not \"" + given + '"');
        }
        var field = given.substring(0, equals);
        return JsonNodeFactory.instance.objectNode().set(field, userValue(field, given.substring(equals + 1)));
    }

    /// Returns the JSON value of a field, whose name may begin with its type; the server checks it.
    public static JsonNode userValue(String field, String text) {
        var factory = JsonNodeFactory.instance;
        if (field.startsWith("array")) {
            var values = factory.arrayNode();
            for (var value : text.split(",", -1)) {
                values.add(value.strip());
            }
            return values;
        }
        try {
            if (field.startsWith("int:")) {
                return factory.numberNode(Long.parseLong(text.strip()));
            }
            if (field.startsWith("double:")) {
                return factory.numberNode(Double.parseDouble(text.strip()));
            }
        } catch (NumberFormatException _) {
            // the server refuses it, and names the field
        }
        return factory.textNode(text);
    }

    private static ObjectNode object(String option, String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException _) {
            // not JSON, as below
        }
        throw CommandFailure.usage(
                option + " must be a JSON object such as {\"field\":\"value\"}, not \"" + text + '"');
    }
}
