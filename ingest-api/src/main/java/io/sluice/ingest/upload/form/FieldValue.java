package io.sluice.ingest.upload.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.command.UploadOptions.OptimizeSource;
import io.sluice.kafka.Json;
import io.sluice.kafka.JsonFault;

/// Parser of form field values. JSON may be encoded once or twice: one published client sends a JSON string
/// that contains JSON.
public final class FieldValue {

    private FieldValue() {}

    /// Parses a JSON object. An empty text, `null` and an empty array, which is how PHP encodes an empty map,
    /// give an empty object.
    ///
    /// @throws IllegalArgumentException with a message for the client
    public static ObjectNode object(String text) {
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

    public static boolean flag(JsonNode value) {
        return switch (value.asText()) {
            case "true", "1" -> true;
            case "false", "0", "", "null" -> false;
            default -> throw new IllegalArgumentException("it must be true or false, but is " + value);
        };
    }

    public static OptimizeSource optimizeSource(JsonNode value) {
        return switch (value.asText()) {
            case "true", "1", "png" -> OptimizeSource.PNG;
            case "jpg", "jpeg" -> OptimizeSource.JPEG;
            case "false", "0", "", "null" -> OptimizeSource.NONE;
            default -> throw new IllegalArgumentException("it must be true, false, png or jpg, but is " + value);
        };
    }

    /// Parses a single word: plain, or as a JSON string in quotes.
    public static JsonNode word(String text) {
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
