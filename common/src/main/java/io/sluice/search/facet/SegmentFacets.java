package io.sluice.search.facet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The counting of facets in one segment. Counts of a former search in the same segment are used again, less
/// the documents that were deleted since.
public final class SegmentFacets {

    /// What it costs to read a value from a dictionary and to compare it with those of other segments, in
    /// counted documents.
    private static final int MERGING = 10;

    private final LeafReader reader;
    private final List<Part> missing = new ArrayList<>();

    /// Counts of former searches, by the documents that they counted.
    private final LinkedHashMap<FacetCache.Counted, List<Part>> known = new LinkedHashMap<>();

    /// A field that is counted.
    ///
    /// @param cached where its counts are kept for the next search
    /// @param sum    what the counts of this segment are added to
    private record Part(FacetCache.Place cached, Sum sum, Column column, Counts counts) {

        Adder.Target target() {
            return new Adder.Target(column, counts);
        }

        Part withCopy() {
            return new Part(cached, sum, column, ((Tally) counts).copy());
        }
    }

    /// Receives the counts of segments.
    @FunctionalInterface
    interface Sum {
        void add(LeafReader reader, Column column, Counts counts) throws IOException;
    }

    /// The documents of the segment that meet the condition of the search.
    @FunctionalInterface
    public interface Matching {
        /// Adds those among `documents`, in ascending order.
        ///
        /// @return their number
        int add(Bits documents, Adder adder) throws IOException;
    }

    SegmentFacets(LeafReader reader) {
        this.reader = reader;
    }

    /// Adds a field to be counted.
    void add(Column column, FacetCache.Place cached, Sum sum) {
        var entry = cached.get();
        // an extreme may be that of a deleted document
        if (entry == null || (column instanceof Column.Numbers && isOutdated(entry.documents()))) {
            missing.add(new Part(cached, sum, column, column.counts()));
        } else {
            known.computeIfAbsent(entry.documents(), _ -> new ArrayList<>())
                    .add(new Part(cached, sum, column, entry.counts()));
        }
    }

    private boolean isOutdated(FacetCache.Counted documents) {
        return documents.present() != reader.numDocs();
    }

    /// Returns whether former searches have counted everything here.
    public boolean isKnown() {
        return missing.isEmpty() && !known.isEmpty();
    }

    /// Returns how much work there is, in counted documents.
    ///
    /// @param matching maximum number of matching documents
    public long work(long matching) {
        var work = 0L;
        for (var part : missing) {
            work += matching + MERGING * Math.min(matching, part.column.size());
        }
        for (var group : known.entrySet()) {
            for (var part : group.getValue()) {
                work += MERGING * (long) Math.min(group.getKey().matching(), part.column.size());
            }
        }
        return work;
    }

    /// Returns what all matching documents have to be added to, unless everything [#isKnown()].
    public Adder adder() throws IOException {
        return Adder.of(reader, missing.stream().map(Part::target).toList(), 1);
    }

    /// Adds the counts of this segment to those of others.
    ///
    /// @param added number of documents that were added
    /// @return number of matching documents
    public int finish(int added, Matching matching) throws IOException {
        var count = finish(missing, added);
        for (var group : known.entrySet()) {
            var documents = group.getKey();
            var parts = group.getValue();
            if (isOutdated(documents)) {
                parts = parts.stream().map(Part::withCopy).toList();
                var adder = Adder.of(reader, parts.stream().map(Part::target).toList(), -1);
                count = finish(parts, documents.matching() - matching.add(deletedSince(documents.live()), adder));
            } else {
                count = documents.matching();
                for (var part : parts) {
                    part.sum.add(reader, part.column, part.counts);
                }
            }
        }
        return count;
    }

    private int finish(List<Part> parts, int matching) throws IOException {
        for (var part : parts) {
            part.cached.put(part.counts, matching);
            part.sum.add(reader, part.column, part.counts);
        }
        return matching;
    }

    private Bits deletedSince(@Nullable Bits before) {
        var now = reader.getLiveDocs();
        var length = reader.maxDoc();
        return new Bits() {
            @Override
            public boolean get(int document) {
                return now != null && !now.get(document) && (before == null || before.get(document));
            }

            @Override
            public int length() {
                return length;
            }
        };
    }
}
