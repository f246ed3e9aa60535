package io.sluice.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A change of metadata: first everything goes if `clear`, then `remove`, then `set` is put over what is left.
///
/// @param set    fields to set
/// @param remove names of fields to remove; one that is not there is no mistake
/// @param clear  whether all fields go first
public record MetadataEdit(SortedMap<String, JsonNode> set, SortedSet<String> remove, boolean clear) {

    @SuppressWarnings("NullAway") // absent fields arrive from JSON as null and leave empty
    public MetadataEdit {
        set = Collections.unmodifiableSortedMap(new TreeMap<>(set == null ? Map.of() : set));
        remove = Collections.unmodifiableSortedSet(new TreeSet<>(remove == null ? Set.of() : remove));
    }

    /// What `fields` become by this edit.
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
