package io.sluice.standalone.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name, the metadata and the options of an image to upload.
///
/// @param name            name of the image; `null` for the name of the file or of what the URL delivers
/// @param userMetadata    user metadata by field
/// @param dynamicMetadata dynamic metadata by name
/// @param options         options of the upload, as in `options[n]` of the API
public record ItemDetails(
        @Nullable String name, ObjectNode userMetadata, ObjectNode dynamicMetadata, ObjectNode options) {

    public static final ItemDetails NONE = new ItemDetails(null, object(), object(), object());

    static final String OPTIMIZE = "optimize_source";
    static final String OPTIMIZE_STRICT = "optimize_source_strict";
    static final String PROTECTED = "protected";

    /// The options that a list of items may contain; the server ignores others.
    private static final Set<String> OPTIONS = Set.of(OPTIMIZE, OPTIMIZE_STRICT, PROTECTED);

    /// @throws IllegalArgumentException when an option does not exist
    public ItemDetails {
        options.fieldNames().forEachRemaining(option -> {
            if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException("there is no option \"" + option + "\", only " + PROTECTED + ", "
                        + OPTIMIZE + " and " + OPTIMIZE_STRICT);
            }
        });
    }

    /// Returns whether an upload with these details changes an image that exists already.
    public boolean changesExisting() {
        return !userMetadata.isEmpty()
                || !dynamicMetadata.isEmpty()
                || options.path(PROTECTED).asBoolean();
    }

    /// Returns the length of the metadata as JSON, in characters.
    public int metadataLength() {
        return length(userMetadata) + length(dynamicMetadata);
    }

    /// Returns these details, with those of `other` where they are missing here.
    public ItemDetails orElse(ItemDetails other) {
        if (equals(NONE)) {
            return other;
        }
        return new ItemDetails(
                name == null ? other.name : name,
                merged(userMetadata, other.userMetadata),
                merged(dynamicMetadata, other.dynamicMetadata),
                merged(options, other.options));
    }

    /// Returns these details with one more field of user metadata, unless they contain it.
    public ItemDetails orElseUser(String field, String value) {
        return new ItemDetails(name, merged(userMetadata, object().put(field, value)), dynamicMetadata, options);
    }

    /// Returns a text that differs for different details, for a checkpoint; empty for none.
    String key() {
        if (equals(NONE)) {
            return "";
        }
        return "\n" + Objects.toString(name, "") + '\n' + userMetadata + '\n' + dynamicMetadata + '\n' + options;
    }

    private static int length(ObjectNode metadata) {
        return metadata.isEmpty() ? 0 : metadata.toString().length();
    }

    private static ObjectNode merged(ObjectNode first, ObjectNode second) {
        if (second.isEmpty()) {
            return first;
        }
        var merged = second.deepCopy();
        first.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return merged;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
