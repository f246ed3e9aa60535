package io.sluice.ingest.route;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The description of a route for clients, beside its permissions: what [OpenApi] is made of.
///
/// @param summary    what the route does, in a sentence without a full stop
/// @param parameters parameters of the query, and headers
/// @param body       the body of a request; null when there is none
/// @param answers    schemas of answers by their status; empty for an answer without a body
record Description(
        String summary,
        List<Parameter> parameters,
        @Nullable Content body,
        SortedMap<Integer, Content> answers) {

    static final Description NONE = new Description("", List.of(), null, new TreeMap<>());

    Description {
        parameters = List.copyOf(parameters);
    }

    /// A parameter.
    ///
    /// @param in   `query` or `header`
    /// @param type name of a JSON type
    record Parameter(String in, String name, String type, String text) {}

    /// The content of a body.
    ///
    /// @param mediaType empty for a body that there is not
    /// @param schema    name of a schema, empty for any content of the media type
    record Content(String mediaType, String schema) {

        static final Content NOTHING = new Content("", "");

        static Content json(String schema) {
            return new Content("application/json", schema);
        }
    }

    Description withSummary(String text) {
        return new Description(text, parameters, body, answers);
    }

    Description with(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Description(summary, more, body, answers);
    }

    Description withBody(Content content) {
        return new Description(summary, parameters, content, answers);
    }

    Description with(int status, Content content) {
        var more = new TreeMap<>(answers);
        more.put(status, content);
        return new Description(summary, parameters, body, more);
    }
}
