package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Condition;
import io.sluice.search.Facet;
import io.sluice.search.Position;
import io.sluice.search.Search;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
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
        var total = searcher.search(compiler.compile(search.filter()), new Pass(ranking, counter));
        return new Result(
                total,
                ranking == null ? List.of() : List.copyOf(ranking.best()),
                counter == null ? List.of() : counter.facets());
    }

    /// One pass over the matching documents, on one thread.
    private static final class Pass implements CollectorManager<Pass.Documents, Long> {

        private final @Nullable Ranking ranking;
        private final @Nullable FacetCounter counter;

        Pass(@Nullable Ranking ranking, @Nullable FacetCounter counter) {
            this.ranking = ranking;
            this.counter = counter;
        }

        @Override
        public Documents newCollector() {
            return new Documents();
        }

        @Override
        public Long reduce(Collection<Documents> collectors) {
            return collectors.stream().mapToLong(documents -> documents.count).sum();
        }

        final class Documents implements Collector {

            private long count;

            @Override
            public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
                var ranked = ranking == null ? null : ranking.segment(context);
                var counted = counter == null ? null : counter.segment(context.reader());
                return new LeafCollector() {
                    @Override
                    public void setScorer(Scorable scorer) {
                        // nothing is scored
                    }

                    @Override
                    public void collect(int document) throws IOException {
                        count++;
                        if (ranked != null) {
                            ranked.add(document);
                        }
                        if (counted != null) {
                            counted.add(document);
                        }
                    }

                    @Override
                    public void finish() throws IOException {
                        if (ranked != null) {
                            ranked.finish();
                        }
                    }
                };
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        }
    }
}
