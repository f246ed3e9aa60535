package io.sluice.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// How much metadata there is: it adds up over commands, and every record must fit its topic.
final class MetadataLength {

    private MetadataLength() {}

    /// Characters of all names, and of all values as JSON.
    static long of(Map<String, JsonNode> fields) {
        var characters = 0L;
        for (var field : fields.entrySet()) {
            characters += field.getKey().length() + field.getValue().toString().length();
        }
        return characters;
    }
}
