package io.sluice.ingest.upload;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The name of a form field that we know: `meta_user[0]`, `meta_dynamic[0][subject_area]`, `options[]`, `url[1]`,
/// `optimize_source` …
///
/// @param kind   what it is about
/// @param index  which file it is about, [#NEXT] for an empty index, [#NO_INDEX] for none
/// @param member name within the object, if one is given
record FieldName(Kind kind, int index, @Nullable String member) {

    /// `[]`: the first such field is about the first file, and so on.
    static final int NEXT = -1;

    static final int NO_INDEX = -2;

    private static final Pattern FORM =
            Pattern.compile("(?<kind>[a-z_]{1,20})(?:\\[(?<index>\\d{0,4})])?(?:\\[(?<member>[^\\[\\]]{1,64})])?");

    enum Kind {
        URL("url"),
        META_USER("meta_user"),
        META_DYNAMIC("meta_dynamic"),
        OPTIONS("options"),
        OPTIMIZE_SOURCE("optimize_source");

        private static final Map<String, Kind> BY_NAME =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.name, Function.identity()));

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    /// Whether a field of this name is one of ours, well-formed or not.
    static boolean isKnown(String name) {
        return Kind.BY_NAME.containsKey(base(name));
    }

    static boolean isUrl(String name) {
        return base(name).equals(Kind.URL.name);
    }

    /// @param name one for which [#isKnown] holds
    /// @throws IllegalArgumentException when the brackets make no sense
    static FieldName parse(String name) {
        var matcher = FORM.matcher(name);
        var kind = Kind.BY_NAME.get(base(name));
        if (kind == null || !matcher.matches()) {
            throw new IllegalArgumentException("its name is not understood");
        }
        var index = matcher.group("index");
        var member = matcher.group("member");
        if (member != null && kind != Kind.META_DYNAMIC && kind != Kind.OPTIONS) {
            throw new IllegalArgumentException("it has no members to set one by one");
        }
        return new FieldName(kind, index == null ? NO_INDEX : index.isEmpty() ? NEXT : Integer.parseInt(index), member);
    }

    private static String base(String name) {
        var bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }
}
