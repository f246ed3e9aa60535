package io.sluice.search.facet;

import io.sluice.search.Field;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/// The layout of an index.
public interface Columns {

    /// Returns the column of a field, or null when the segment has no value of it.
    @Nullable
    Column of(LeafReader segment, Field field) throws IOException;

    /// Returns whether the values of a field are hashes, which are stored as bytes.
    boolean isHash(Field field);
}
