package io.sluice.search.facet;

import io.sluice.image.Organization;
import io.sluice.search.Field;
import java.util.LinkedHashMap;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.RamUsageEstimator;
import org.jspecify.annotations.Nullable;

/// The counts of former searches in single segments. The values of a segment never change, so that only the
/// segments of new images are counted again; documents that were deleted from a segment since are subtracted.
/// Bounded: those that were not used for the longest time are dropped. Thread-safe.
final class FacetCache {

    private static final long OVERHEAD = 200;

    private final int minDocuments;
    private final long maxBytes;

    /// In the order of their last use; with `bytes` guarded by `this`.
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    private long bytes;

    /// @param minDocuments counts of fewer documents are not kept
    FacetCache(int minDocuments, long maxBytes) {
        this.minDocuments = minDocuments;
        this.maxBytes = maxBytes;
    }

    /// What was counted.
    ///
    /// @param segment identity of a segment's values, without deletions
    /// @param query   in the form that the index was searched with
    private record Key(Object segment, Organization organization, Query query, Field field) {}

    /// The documents that were counted.
    ///
    /// @param matching number of documents that meet the query
    /// @param present  number of documents of the segment that are not deleted; it identifies them, because a
    ///                 deleted document never returns
    /// @param live     the documents that are not deleted, or null for all
    record Counted(int matching, int present, @Nullable Bits live) {}

    record Entry(Counts counts, Counted documents) {}

    /// The place of the counts of one field, one query and one segment.
    final class Place {

        private final LeafReader reader;
        private final @Nullable Key key;

        private Place(LeafReader reader, @Nullable Key key) {
            this.reader = reader;
            this.key = key;
        }

        /// Returns counts of the documents that this segment has, perhaps with others that it had before.
        @Nullable
        Entry get() {
            if (key == null) {
                return null;
            }
            synchronized (FacetCache.this) {
                var entry = entries.get(key);
                return entry == null || entry.documents.present < reader.numDocs() ? null : entry;
            }
        }

        /// Keeps the counts of all `matching` documents that this segment has. They must not change any more.
        void put(Counts counts, int matching) {
            var entry = new Entry(counts, new Counted(matching, reader.numDocs(), reader.getLiveDocs()));
            if (key == null || matching < minDocuments || size(key, entry) > maxBytes / 4) {
                return;
            }
            synchronized (FacetCache.this) {
                var other = entries.get(key);
                // another search may have counted the same segment with more deletions
                if (other == null || other.documents.present > entry.documents.present) {
                    replace(key, entry);
                }
            }
        }
    }

    Place place(LeafReader reader, Organization organization, Query query, Field field) {
        var helper = reader.getCoreCacheHelper();
        return new Place(reader, helper == null ? null : new Key(helper.getKey(), organization, query, field));
    }

    private void replace(Key key, Entry entry) {
        var former = entries.put(key, entry);
        bytes += size(key, entry) - (former == null ? 0 : size(key, former));
        var oldest = entries.entrySet().iterator();
        while (bytes > maxBytes) {
            var dropped = oldest.next();
            bytes -= size(dropped.getKey(), dropped.getValue());
            oldest.remove();
        }
    }

    private static long size(Key key, Entry entry) {
        var live = entry.documents.live;
        return OVERHEAD
                + RamUsageEstimator.sizeOf(key.query)
                + entry.counts.bytes()
                + (live == null ? 0 : live.length() / Byte.SIZE);
    }

    synchronized long bytes() {
        return bytes;
    }
}
