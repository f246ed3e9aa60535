package io.sluice.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An edit of metadata: `clear` removes all fields, then `remove` removes some, then `set` sets some.
///
/// @param set    fields to set
/// @param remove names of fields to remove; missing ones are ignored
/// @param clear  whether all fields are removed first
public record MetadataEdit(SortedMap<String, JsonNode> set, SortedSet<String> remove, boolean clear) {

    @SuppressWarnings("NullAway") // absent JSON fields are null here and become empty
    public MetadataEdit {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set == null ? Map.of() : set));
        remove = Collections.unmodifiableSortedSet(new TreeSet<>(remove == null ? Set.of() : remove));
    }

    /// Returns `fields` with this edit applied.
    public SortedMap<String, JsonNode> applyTo(Map<String, JsonNode> fields) {
        var edited = new TreeMap<String, JsonNode>();
        if (!clear) {
            edited.putAll(fields);
            edited.keySet().removeAll(remove);
        }
        edited.putAll(set);
        return edited;
    }
}
