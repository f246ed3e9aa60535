package io.sluice.ingest.upload.form;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The name of a supported form field: `meta_user[0]`, `meta_dynamic[0][subject_area]`, `options[]`,
/// `url[1]`, `optimize_source` …
///
/// @param kind   kind of the field
/// @param index  index of the file, [#NEXT] for an empty index, [#NO_INDEX] for none
/// @param member name within the object, if one is given
public record FieldName(Kind kind, int index, @Nullable String member) {

    /// `[]`: the first such field belongs to the first file, and so on.
    public static final int NEXT = -1;

    public static final int NO_INDEX = -2;

    private static final Pattern FORM =
            Pattern.compile("(?<kind>[a-z_]{1,30})(?:\\[(?<index>\\d{0,4})])?(?:\\[(?<member>[^\\[\\]]{1,64})])?");

    public enum Kind {
        URL("url"),
        META_USER("meta_user"),
        META_DYNAMIC("meta_dynamic"),
        OPTIONS("options"),
        OPTIMIZE_SOURCE("optimize_source"),
        OPTIMIZE_SOURCE_STRICT("optimize_source_strict");

        private static final Map<String, Kind> BY_NAME =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.name, Function.identity()));

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    /// Returns whether a field of this name is supported, well-formed or not.
    public static boolean isKnown(String name) {
        return Kind.BY_NAME.containsKey(base(name));
    }

    static boolean isUrl(String name) {
        return base(name).equals(Kind.URL.name);
    }

    /// @param name a name for which [#isKnown] is true
    /// @throws IllegalArgumentException when the brackets are malformed
    public static FieldName parse(String name) {
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
