package io.sluice.kafka;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/// A one-sentence description of what is wrong with a JSON text, for its author.
public final class JsonFault {

    private JsonFault() {}

    public static String describe(Throwable fault) {
        if (fault instanceof JsonMappingException mapping) {
            var path = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            var cause = mapping.getCause() == null ? null : mapping.getCause().getMessage();
            var what = firstLine(cause == null ? mapping.getOriginalMessage() : cause);
            return path.isEmpty() ? what : "field \"" + path + "\": " + what;
        }
        return fault instanceof JacksonException json
                ? firstLine(json.getOriginalMessage())
                : firstLine(fault.toString());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
