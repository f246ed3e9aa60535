package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Position;
import io.sluice.search.Search;
import io.sluice.search.facet.Adder;
import io.sluice.search.facet.Checkpoint;
import io.sluice.search.facet.Counting;
import io.sluice.search.facet.FacetCounter;
import io.sluice.search.facet.SegmentFacets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// A search in the images of one organization: it finds a page of the sorted list, counts all matching images
/// and the values of their fields, in one pass over each segment, the youngest first.
public final class ImageSearch {

    private final IndexSearcher searcher;
    private final Organization organization;
    private final QueryCompiler compiler;
    private final Counting counting;

    /// @param everything the query for all images that searches are about: of this organization, and either
    ///                   live or deleted
    public ImageSearch(
            IndexSearcher searcher,
            Organization organization,
            Query everything,
            HashQueries hashes,
            Counting counting) {
        this.searcher = searcher;
        this.organization = organization;
        this.compiler = new QueryCompiler(organization, everything, hashes);
        this.counting = counting;
    }

    /// The result of a search.
    ///
    /// @param total  number of matching images
    /// @param hits   documents of the page, in order
    /// @param facets one for each requested field
    public record Result(long total, List<Hit> hits, List<Facet> facets) {
        public Result {
            hits = List.copyOf(hits);
            facets = List.copyOf(facets);
        }
    }

    /// A document of the page.
    public interface Hit {

        int document();

        /// Reads its position in the list.
        Position position() throws IOException;
    }

    /// A part of a list.
    ///
    /// @param wanted   maximum number of documents
    /// @param from     position that the part begins after, or null for the beginning of the list
    /// @param backward whether the part consists of the documents before `from`, or before the end of the
    ///                 list, the nearest first
    public record Part(int wanted, @Nullable Position from, boolean backward) {}

    public long count(Condition filter) throws IOException {
        return searcher.count(compiler.compile(filter));
    }

    /// @throws IllegalArgumentException when the position belongs to another sort order
    /// @throws io.sluice.search.SearchBusyException when counting takes too long now
    public Result search(Search search, Part part) throws IOException {
        var facets = search.facets();
        if (part.wanted() == 0 && facets.isEmpty()) {
            return new Result(count(search.filter()), List.of(), List.of());
        }
        var query = searcher.rewrite(compiler.compile(search.filter()));
        var weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
        var ranking = part.wanted() == 0 ? null : new Ranking(organization, search.sort(), part);
        var counter = facets.isEmpty()
                ? null
                : new FacetCounter(organization, facets, new FieldColumns(organization), counting, query);
        var segments = new ArrayList<Segment>();
        var work = 0L;
        // the youngest first: most lists begin with the newest images, and then no image of an older segment
        // is on the page
        for (var leaf : searcher.getIndexReader().leaves().reversed()) {
            var segment = new Segment(weight, leaf, counter == null ? null : counter.segment(leaf.reader()));
            segments.add(segment);
            work += segment.work();
        }
        return counting.run(work, checkpoint -> result(segments, ranking, counter, checkpoint));
    }

    /// Passes all matching documents to both, and counts them.
    private static Result result(
            List<Segment> segments, @Nullable Ranking ranking, @Nullable FacetCounter counter, Checkpoint checkpoint)
            throws IOException {
        var batch = new Batch(checkpoint);
        var total = 0L;
        for (var segment : segments) {
            total += segment.run(ranking, batch);
        }
        return new Result(
                total,
                ranking == null ? List.of() : List.copyOf(ranking.best()),
                counter == null ? List.of() : counter.facets(checkpoint));
    }

    /// The search in one segment.
    private record Segment(
            Weight weight, LeafReaderContext leaf, @Nullable SegmentFacets facets) {

        private long work() throws IOException {
            if (facets == null) {
                return 0;
            }
            var matching = weight.scorerSupplier(leaf);
            return matching == null ? 0 : facets.work(matching.cost());
        }

        /// @return number of matching documents
        int run(@Nullable Ranking ranking, Batch batch) throws IOException {
            if (facets == null) {
                return rank(ranking, Adder.NONE, batch);
            }
            var added = ranking == null && facets.isKnown() ? 0 : rank(ranking, facets.adder(), batch);
            return facets.finish(added, (documents, adder) -> score(documents, adder, batch));
        }

        private int rank(@Nullable Ranking ranking, Adder adder, Batch batch) throws IOException {
            var live = leaf.reader().getLiveDocs();
            if (ranking == null) {
                return score(live, adder, batch);
            }
            var ranked = ranking.segment(leaf);
            var count = score(
                    live,
                    (documents, size) -> {
                        ranked.add(documents, size);
                        adder.add(documents, size);
                    },
                    batch);
            ranked.finish();
            return count;
        }

        private int score(@Nullable Bits documents, Adder adder, Batch batch) throws IOException {
            var matching = weight.scorerSupplier(leaf);
            if (matching == null) {
                return 0;
            }
            matching.setTopLevelScoringClause();
            batch.begin(adder);
            matching.bulkScorer().score(batch, documents, 0, DocIdSetIterator.NO_MORE_DOCS);
            return batch.end();
        }
    }

    /// Passes matching documents on in batches.
    private static final class Batch implements LeafCollector {

        private final int[] documents = new int[Adder.BATCH];
        private final Checkpoint checkpoint;
        private Adder adder = Adder.NONE;
        private int buffered;
        private int count;

        Batch(Checkpoint checkpoint) {
            this.checkpoint = checkpoint;
        }

        void begin(Adder to) {
            adder = to;
            count = 0;
        }

        /// @return number of documents since the beginning
        int end() throws IOException {
            flush();
            return count;
        }

        @Override
        public void setScorer(Scorable scorer) {
            // nothing is scored
        }

        @Override
        public void collect(int document) throws IOException {
            documents[buffered++] = document;
            if (buffered == documents.length) {
                flush();
            }
        }

        @Override
        public void collect(DocIdStream stream) throws IOException {
            flush();
            for (buffered = stream.intoArray(documents); buffered > 0; buffered = stream.intoArray(documents)) {
                flush();
            }
        }

        private void flush() throws IOException {
            checkpoint.pass();
            adder.add(documents, buffered);
            count += buffered;
            buffered = 0;
        }
    }
}
