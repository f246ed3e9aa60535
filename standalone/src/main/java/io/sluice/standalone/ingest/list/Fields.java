package io.sluice.standalone.ingest.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kafka.Json;
import io.sluice.standalone.upload.Item;
import io.sluice.standalone.upload.ItemDetails;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of an entry in CSV and NDJSON.
///
/// @param json fields by name; of metadata and options, objects
record Fields(ObjectNode json) {

    static final String PATH = "path";
    static final String URL = "url";
    private static final String NAME = "name";
    private static final String USER = "meta_user";
    private static final String DYNAMIC = "meta_dynamic";
    private static final String OPTIONS = "options";

    static final Set<String> NAMES = Set.of(PATH, URL, NAME, USER, DYNAMIC, OPTIONS);
    static final Set<String> OBJECTS = Set.of(USER, DYNAMIC, OPTIONS);

    /// Returns the entry.
    ///
    /// @throws IllegalArgumentException when a field is unknown, missing or has another type
    Entry.Target target() {
        json.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no field \"" + name + "\", only path or url, name, meta_user, meta_dynamic, options");
            }
        });
        var path = text(PATH);
        var url = text(URL);
        if ((path == null) == (url == null)) {
            throw new IllegalArgumentException("an entry must have either path or url");
        }
        if (url != null && !Item.isUrl(url)) {
            throw new IllegalArgumentException("a URL must start with http:// or https://, but this is \"" + url + '"');
        }
        var details = new ItemDetails(text(NAME), object(USER), object(DYNAMIC), object(OPTIONS));
        return new Entry.Target(Objects.requireNonNull(url == null ? path : url), details);
    }

    private @Nullable String text(String name) {
        var value = json.path(name);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a text");
        }
        return value.textValue();
    }

    private ObjectNode object(String name) {
        return switch (json.get(name)) {
            case null -> JsonNodeFactory.instance.objectNode();
            case ObjectNode object -> object;
            case JsonNode node when node.isNull() -> JsonNodeFactory.instance.objectNode();
            default -> throw new IllegalArgumentException(name + " must be a JSON object");
        };
    }

    /// Parses a JSON object.
    ///
    /// @param what the place of the text, for the message
    /// @throws IllegalArgumentException when it is not one
    static ObjectNode parse(String what, String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException(what + " must be a JSON object");
    }
}
