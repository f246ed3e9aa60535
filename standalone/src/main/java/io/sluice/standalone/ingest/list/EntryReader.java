package io.sluice.standalone.ingest.list;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A reader of the entries of a list in one format.
interface EntryReader {

    /// Returns the next entry, or `null` at the end.
    @Nullable
    Entry next() throws IOException;
}
