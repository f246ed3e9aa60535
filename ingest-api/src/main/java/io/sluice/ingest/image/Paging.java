package io.sluice.ingest.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.image.Organization;
import io.sluice.ingest.wire.ProblemException;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which page of a list is asked for. `offset` is a number, or the cursor that a page before gave.
///
/// @param limit  most images of the page
/// @param offset images before it
record Paging(int limit, int offset) {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 2_000;
    private static final int MAX_OFFSET = 10_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String CURSOR_PREFIX = "offset:";

    /// @throws ProblemException when a parameter is out of its bounds
    static Paging of(Context context) {
        var cursor = context.queryParam("cursor");
        var offset = cursor == null ? context.queryParam("offset") : cursor;
        return new Paging(
                number("limit", context.queryParam("limit"), DEFAULT_LIMIT, MAX_LIMIT),
                number("offset", fromCursor(offset), 0, MAX_OFFSET));
    }

    /// Adds `links` and, when there is a page after this one, `cursor`.
    void putLinks(ObjectNode json, Organization organization, long total) {
        var links = json.putObject("links");
        var next = offset + limit;
        if (limit > 0 && next < total && next <= MAX_OFFSET) {
            links.putObject("next").put("href", href(organization, next));
            json.put("cursor", cursor(next));
        }
        if (limit > 0 && offset > 0) {
            links.putObject("prev").put("href", href(organization, Math.max(0, offset - limit)));
        }
    }

    private String href(Organization organization, int offset) {
        return "/sourceimages/" + organization + "?limit=" + limit + "&offset=" + offset;
    }

    private static String cursor(int offset) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((CURSOR_PREFIX + offset).getBytes(UTF_8));
    }

    /// The number in a cursor; anything that is no cursor stays what it is.
    private static @Nullable String fromCursor(@Nullable String text) {
        if (text == null || NUMBER.matcher(text).matches()) {
            return text;
        }
        try {
            var decoded = new String(Base64.getUrlDecoder().decode(text), UTF_8);
            return decoded.startsWith(CURSOR_PREFIX) ? decoded.substring(CURSOR_PREFIX.length()) : text;
        } catch (IllegalArgumentException e) {
            return text; // refused as no number by whoever called
        }
    }

    private static int number(String name, @Nullable String text, int defaultValue, int max) {
        if (text == null || text.isEmpty()) {
            return defaultValue;
        }
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new ProblemException(new Rejection.MalformedRequest(
                    "The parameter " + name + " must be a whole number from 0 to " + max));
        }
        return Integer.parseInt(text);
    }
}
