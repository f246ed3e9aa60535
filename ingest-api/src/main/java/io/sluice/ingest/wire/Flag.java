package io.sluice.ingest.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;

/// Parser of booleans as clients send them: `true` and `1`, `false` and `0`.
public final class Flag {

    private Flag() {}

    /// Reads a query parameter; false when absent.
    ///
    /// @throws ProblemException when it is not a boolean
    public static boolean ofQuery(Context context, String name) {
        var text = context.queryParam(name);
        return text != null && !text.isEmpty() && of(name, text);
    }

    /// Reads a field of an object; false when absent.
    ///
    /// @throws ProblemException when it is not a boolean
    public static boolean ofMember(JsonNode object, String name) {
        var value = object.path(name);
        return !value.isMissingNode() && !value.isNull() && of(name, value.asText());
    }

    /// Reads the whole body: JSON, text, or one field of a form.
    ///
    /// @param name name of the value, for the message
    /// @throws ProblemException when it is not a boolean
    public static boolean ofBody(Context context, String name) {
        var text = JsonBody.value(context).asText();
        return of(name, text.substring(text.indexOf('=') + 1));
    }

    private static boolean of(String name, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw new ProblemException(
                        new Rejection.MalformedRequest("The value of " + name + " must be true or false"));
        };
    }
}
