package io.sluice.ingest.upload.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A header value with parameters, such as `form-data; name="a"; filename="b.png"`.
///
/// @param value      the value before the first parameter, in lower case
/// @param parameters the parameters by their names in lower case; the first of equal names counts. Backslashes
///                   in quoted strings stay, because some clients do not mean them as escapes
record HeaderParameters(String value, Map<String, String> parameters) {

    static HeaderParameters parse(String header) {
        int end = endOfItem(header, 0);
        var parameters = new HashMap<String, String>();
        for (int start = end + 1; start <= header.length(); start = end + 1) {
            end = endOfItem(header, start);
            add(header.substring(start, end), parameters);
        }
        return new HeaderParameters(
                header.substring(0, endOfItem(header, 0)).strip().toLowerCase(Locale.ROOT), parameters);
    }

    /// Returns a parameter, which may be encoded as in [RFC 5987](https://www.rfc-editor.org/rfc/rfc5987); null
    /// when it is missing.
    @Nullable
    String parameter(String name) {
        var extended = parameters.get(name + '*');
        var decoded = extended == null ? null : decode(extended);
        return decoded != null ? decoded : parameters.get(name);
    }

    private static void add(String item, Map<String, String> parameters) {
        int equals = item.indexOf('=');
        if (equals > 0) {
            var name = item.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            parameters.putIfAbsent(name, unquoted(item.substring(equals + 1).strip()));
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /// The next semicolon outside of a quoted string, or the end.
    private static int endOfItem(String header, int start) {
        boolean quoted = false;
        for (int i = start; i < header.length(); i++) {
            switch (header.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case ';' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return header.length();
    }

    private static @Nullable String decode(String extended) {
        var parts = extended.split("'", 3);
        var charset = parts.length == 3 ? charset(parts[0]) : null;
        if (charset == null) {
            return null;
        }
        try {
            return URLDecoder.decode(parts[2].replace("+", "%2B"), charset);
        } catch (IllegalArgumentException e) {
            return null; // malformed; the plain parameter counts
        }
    }

    private static @Nullable Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf-8" -> UTF_8;
            case "iso-8859-1" -> ISO_8859_1;
            default -> null;
        };
    }
}
