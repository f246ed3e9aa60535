package io.sluice.search.text;

import static io.sluice.search.SearchException.quoted;

import io.sluice.search.Facet;
import io.sluice.search.Field;
import io.sluice.search.FieldType;
import io.sluice.search.Fields;
import io.sluice.search.SearchException;
import io.sluice.search.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The text forms of sort orders, such as `size asc,created desc`, and of lists of fields.
public final class ListText {

    private ListText() {}

    /// Reads a sort order.
    ///
    /// @param texts each with one field or several
    /// @throws SearchException when a field cannot be sorted by, or there are too many
    public static Sort sort(List<String> texts) {
        var keys = new ArrayList<Sort.Key>();
        for (var part : parts(texts)) {
            var words = part.split("\\s+");
            var field = Fields.parse(words[0]);
            if (!field.type().isSortable()) {
                throw new SearchException("The list cannot be sorted by " + quoted(field.name())
                        + ", whose values are words; sort by another field");
            }
            keys.add(new Sort.Key(field, words.length > 1 && isDescending(part, words)));
        }
        if (keys.size() > Sort.MAX_FIELDS) {
            throw new SearchException(
                    "A list is sorted by at most " + Sort.MAX_FIELDS + " fields, but \"sort\" has " + keys.size());
        }
        return new Sort(keys);
    }

    private static boolean isDescending(String part, String[] words) {
        var direction = words[1].toLowerCase(Locale.ROOT);
        if (words.length > 2 || !(direction.equals("asc") || direction.equals("desc"))) {
            throw new SearchException("The parameter \"sort\" has " + quoted(part)
                    + "; allowed is a field followed by \"asc\", \"desc\" or nothing");
        }
        return direction.equals("desc");
    }

    /// Reads the fields to count the values of.
    ///
    /// @param texts each with one field or several
    /// @throws SearchException when the values of a field cannot be counted, or there are too many fields
    public static List<Field> facets(List<String> texts) {
        var fields = parts(texts).stream().map(Fields::parse).distinct().toList();
        for (var field : fields) {
            if (!field.type().isCountable()) {
                throw new SearchException(
                        "The values of " + quoted(field.name()) + " cannot be counted, because they are "
                                + (field.type() == FieldType.TEXT ? "words" : "positions"));
            }
        }
        if (fields.size() > Facet.MAX_FIELDS) {
            throw new SearchException("A search has facets of at most " + Facet.MAX_FIELDS
                    + " fields, but \"facets\" has " + fields.size());
        }
        return fields;
    }

    private static List<String> parts(List<String> texts) {
        return texts.stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
