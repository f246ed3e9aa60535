package io.sluice.ingest.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.kafka.Json;
import io.sluice.kafka.JsonFault;

/// Reads the values of form fields. JSON may be encoded once or twice: one published client sends a JSON string
/// that holds JSON.
final class FieldValue {

    private FieldValue() {}

    /// A JSON object. Nothing at all, `null` and the empty array, as PHP writes an empty map, are the empty object.
    ///
    /// @throws IllegalArgumentException saying what is wrong, fit for the client
    static ObjectNode object(String text) {
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        var json = parse(text);
        if (json.isTextual()) {
            json = parse(json.textValue());
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        if (json.isNull() || (json.isArray() && json.isEmpty())) {
            return JsonNodeFactory.instance.objectNode();
        }
        throw new IllegalArgumentException("it must hold a JSON object");
    }

    static boolean flag(JsonNode value) {
        return switch (value.asText()) {
            case "true", "1" -> true;
            case "false", "0", "", "null" -> false;
            default -> throw new IllegalArgumentException("it must be true or false, but is " + value);
        };
    }

    static OptimizeSource optimizeSource(JsonNode value) {
        return switch (value.asText()) {
            case "true", "1", "png" -> OptimizeSource.PNG;
            case "jpg", "jpeg" -> OptimizeSource.JPEG;
            case "false", "0", "", "null" -> OptimizeSource.NONE;
            default -> throw new IllegalArgumentException("it must be true, false, png or jpg, but is " + value);
        };
    }

    /// A single word: as it is, or as a JSON string with its quotes.
    static JsonNode word(String text) {
        var stripped = text.strip();
        return stripped.startsWith("\"") ? parse(stripped) : JsonNodeFactory.instance.textNode(stripped);
    }

    private static JsonNode parse(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON: " + JsonFault.describe(e), e);
        }
    }
}
