package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Position;
import io.sluice.search.Search;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.DocIdStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.jspecify.annotations.Nullable;

/// A search in the images of one organization: it finds a page of the sorted list, counts all matching images
/// and the values of their fields, in one pass.
public final class ImageSearch {

    private final IndexSearcher searcher;
    private final Organization organization;
    private final QueryCompiler compiler;

    /// @param everything the query for all images that searches are about: of this organization, and either
    ///                   live or deleted
    public ImageSearch(IndexSearcher searcher, Organization organization, Query everything, HashQueries hashes) {
        this.searcher = searcher;
        this.organization = organization;
        this.compiler = new QueryCompiler(organization, everything, hashes);
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
    public Result search(Search search, Part part) throws IOException {
        var facets = search.facets();
        if (part.wanted() == 0 && facets.isEmpty()) {
            return new Result(count(search.filter()), List.of(), List.of());
        }
        var ranking = part.wanted() == 0 ? null : new Ranking(organization, search.sort(), part);
        var counter = facets.isEmpty() ? null : new FacetCounter(organization, facets);
        var total = pass(compiler.compile(search.filter()), ranking, counter);
        return new Result(
                total,
                ranking == null ? List.of() : List.copyOf(ranking.best()),
                counter == null ? List.of() : counter.facets());
    }

    /// Passes all matching documents to both, on this thread, and counts them. The youngest segments come
    /// first: most lists begin with the newest images, and then no image of an older segment is on the page.
    private long pass(Query query, @Nullable Ranking ranking, @Nullable FacetCounter counter) throws IOException {
        var weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
        var batch = new int[Ranking.BATCH];
        var total = 0L;
        for (var leaf : searcher.getIndexReader().leaves().reversed()) {
            var matching = weight.scorerSupplier(leaf);
            if (matching != null) {
                var segment = new Segment(
                        batch,
                        ranking == null ? null : ranking.segment(leaf),
                        counter == null ? null : counter.segment(leaf.reader()));
                matching.setTopLevelScoringClause();
                matching.bulkScorer().score(segment, leaf.reader().getLiveDocs(), 0, DocIdSetIterator.NO_MORE_DOCS);
                segment.finish();
                total += segment.count;
            }
        }
        return total;
    }

    /// The matching documents of a segment, in batches.
    private static final class Segment implements LeafCollector {

        private final int[] batch;
        private final Ranking.@Nullable Segment ranked;
        private final FacetCounter.@Nullable Segment counted;
        private int buffered;
        private long count;

        Segment(int[] batch, Ranking.@Nullable Segment ranked, FacetCounter.@Nullable Segment counted) {
            this.batch = batch;
            this.ranked = ranked;
            this.counted = counted;
        }

        @Override
        public void setScorer(Scorable scorer) {
            // nothing is scored
        }

        @Override
        public void collect(int document) throws IOException {
            batch[buffered++] = document;
            if (buffered == batch.length) {
                flush();
            }
        }

        @Override
        public void collect(DocIdStream documents) throws IOException {
            flush();
            for (buffered = documents.intoArray(batch); buffered > 0; buffered = documents.intoArray(batch)) {
                flush();
            }
        }

        private void flush() throws IOException {
            count += buffered;
            if (ranked != null) {
                ranked.add(batch, buffered);
            }
            if (counted != null) {
                counted.add(batch, buffered);
            }
            buffered = 0;
        }

        @Override
        public void finish() throws IOException {
            flush();
            if (ranked != null) {
                ranked.finish();
            }
        }
    }
}
