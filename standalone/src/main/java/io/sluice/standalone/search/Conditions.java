package io.sluice.standalone.search;

import io.sluice.standalone.terminal.CommandFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Conditions of the command line as a query string.
public final class Conditions {

    private Conditions() {}

    /// Returns the parameters of conditions such as `format=tif` or `!user:label=x`, joined by `&`.
    ///
    /// @throws CommandFailure when a condition has no `=`
    public static String query(List<String> conditions) {
        var query = new StringBuilder();
        for (var condition : conditions) {
            var equals = condition.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(
                        "a condition must have the form field=value, but this is \"" + condition + '"');
            }
            append(query, condition.substring(0, equals), condition.substring(equals + 1));
        }
        return query.toString();
    }

    /// Appends a parameter.
    static void append(StringBuilder query, String name, String value) {
        if (!query.isEmpty()) {
            query.append('&');
        }
        query.append(encoded(name)).append('=').append(encoded(value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
