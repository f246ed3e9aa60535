package io.sluice.ingest.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;

/// Reads yes and no as clients write them: `true` and `1`, `false` and `0`.
public final class Flag {

    private Flag() {}

    /// A parameter of the query, false when it is not there.
    ///
    /// @throws ProblemException when it is neither yes nor no
    public static boolean ofQuery(Context context, String name) {
        var text = context.queryParam(name);
        return text != null && !text.isEmpty() && of(name, text);
    }

    /// A member of an object, false when it is not there.
    ///
    /// @throws ProblemException when it is neither yes nor no
    public static boolean ofMember(JsonNode object, String name) {
        var value = object.path(name);
        return !value.isMissingNode() && !value.isNull() && of(name, value.asText());
    }

    /// The whole body: JSON, text, or one field of a form.
    ///
    /// @param name what it is about
    /// @throws ProblemException when it is neither yes nor no
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
