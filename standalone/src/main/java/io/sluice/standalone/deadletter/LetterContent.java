package io.sluice.standalone.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.command.DeadLetter;
import io.sluice.kafka.Json;
import java.io.IOException;

/// What the record of a dead letter is about, as far as it is JSON and says so. Another program may have
/// written it, so it is shown without characters that a terminal interprets.
///
/// @param organization name of the organization; empty when it is not known
/// @param name         file name, URL or object; empty when there is none
record LetterContent(String organization, String name) {

    static LetterContent of(DeadLetter letter) {
        var json = json(letter);
        return new LetterContent(
                first(json.path("organization"), json.path("destination")),
                first(
                        json.path("name"),
                        json.at("/source/url"),
                        json.at("/source/key"),
                        json.path("operation"),
                        json.path("event")));
    }

    private static JsonNode json(DeadLetter letter) {
        try {
            return Json.MAPPER.readTree(letter.value().toArray());
        } catch (IOException _) { // not being JSON may be why it was rejected
            return MissingNode.getInstance();
        }
    }

    private static String first(JsonNode... fields) {
        for (var field : fields) {
            if (field.isTextual() && !field.asText().isBlank()) {
                return printable(field.asText());
            }
        }
        return "";
    }

    /// Returns the text without control and formatting characters, which could change the terminal.
    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
    }
}
