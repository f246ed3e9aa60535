package io.sluice.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// The length of metadata. It is limited because edits add up, and every record must fit on its topic.
final class MetadataLength {

    private MetadataLength() {}

    /// Returns the number of characters of all names, and of all values as JSON.
    static long of(Map<String, JsonNode> fields) {
        var characters = 0L;
        for (var field : fields.entrySet()) {
            characters += field.getKey().length() + field.getValue().toString().length();
        }
        return characters;
    }
}
