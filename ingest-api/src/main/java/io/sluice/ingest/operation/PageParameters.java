package io.sluice.ingest.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.command.Rejection;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.operation.OperationId;
import io.sluice.view.OperationPage.Position;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parameters of a list that is newest first: page, filters by name, and nothing else.
public final class PageParameters {

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /// Separates time and id in a cursor.
    private static final String SEPARATOR = " ";

    private final Context context;

    private PageParameters(Context context) {
        this.context = context;
    }

    /// Reads the parameters of a request for a page.
    ///
    /// @param filters names of the parameters besides those of pages
    /// @throws ProblemException when a parameter is unknown
    public static PageParameters ofPage(Context context, String... filters) {
        var known = new TreeSet<>(Set.of(filters));
        known.add(LIMIT);
        known.add(CURSOR);
        return checked(context, known);
    }

    /// Reads the parameters of a request without pages.
    ///
    /// @throws ProblemException when a parameter is unknown
    public static PageParameters of(Context context, String... filters) {
        return checked(context, new TreeSet<>(Set.of(filters)));
    }

    private static PageParameters checked(Context context, Set<String> known) {
        for (var parameter : context.queryParamMap().keySet()) {
            if (!known.contains(parameter)) {
                throw malformed(
                        "There is no parameter \"" + shortened(parameter) + "\", only " + String.join(", ", known));
            }
        }
        return new PageParameters(context);
    }

    /// Returns the text of a parameter; null when it is absent or empty.
    public @Nullable String text(String name) {
        var text = context.queryParam(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /// Returns the value of a parameter that is the name of a constant, in lower case.
    public <E extends Enum<E>> @Nullable E value(String name, Class<E> type) {
        var text = text(name);
        return text == null ? null : value(name, text, type);
    }

    private static <E extends Enum<E>> E value(String name, String text, Class<E> type) {
        for (var constant : type.getEnumConstants()) {
            if (nameOf(constant).equals(text)) {
                return constant;
            }
        }
        throw malformed("The parameter " + name + " must be one of "
                + List.of(type.getEnumConstants()).stream()
                        .map(PageParameters::nameOf)
                        .collect(Collectors.joining(", "))
                + ", but is \"" + shortened(text) + '"');
    }

    /// Returns the values of a parameter that is a list of names of constants.
    public <E extends Enum<E>> Set<E> values(String name, Class<E> type) {
        var text = text(name);
        var values = new EnumMap<E, Boolean>(type);
        if (text != null) {
            for (var part : text.split(",", -1)) {
                values.put(value(name, part.strip(), type), true);
            }
        }
        return values.keySet();
    }

    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Returns the time in a parameter.
    public @Nullable Instant time(String name) {
        var text = text(name);
        if (text == null) {
            return null;
        }
        try {
            // a plus sign that is not percent-encoded arrives as a space
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException _) {
            throw malformed("The parameter " + name + " must be a time such as 2026-01-31T12:00:00Z, but is \""
                    + shortened(text) + '"');
        }
    }

    public int limit() {
        var text = text(LIMIT);
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > MAX_LIMIT) {
            throw malformed("The parameter limit must be a whole number from 0 to " + MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }

    /// Returns the position that the page follows; null for the first page.
    public @Nullable Position cursor() {
        var text = text(CURSOR);
        if (text == null) {
            return null;
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(SEPARATOR, 2);
            if (parts.length == 2) {
                return new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), new OperationId(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            throw malformed("The parameter cursor is not the cursor of a page of this list");
        }
        throw malformed("The parameter cursor is not the cursor of a page of this list");
    }

    /// Adds the cursor of the next page and its address.
    ///
    /// @param last last position of this page; null when no page follows
    public void putNext(ObjectNode json, @Nullable Position last) {
        var links = json.putObject("links");
        if (last == null) {
            return;
        }
        var cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.accepted().toEpochMilli() + SEPARATOR + last.operation()).getBytes(UTF_8));
        json.put(CURSOR, cursor);
        var query = new ArrayList<String>();
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            if (!parameter.getKey().equals(CURSOR)) {
                parameter.getValue().forEach(value -> query.add(encoded(parameter.getKey()) + '=' + encoded(value)));
            }
        }
        query.add(CURSOR + '=' + cursor);
        links.putObject("next").put("href", context.path() + '?' + String.join("&", query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + '…';
    }

    static ProblemException malformed(String detail) {
        return new ProblemException(new Rejection.MalformedRequest(detail));
    }
}
