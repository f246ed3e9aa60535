package io.sluice.view.image;

import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.search.Numbers;
import io.sluice.search.Position;
import io.sluice.search.Sort;
import io.sluice.search.facet.Counting;
import io.sluice.search.index.ImageSearch;
import io.sluice.view.CatalogView;
import io.sluice.view.PageTooLargeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// A reader of pages of an organization's images from the index.
final class CatalogPages {

    /// Maximum bytes of the stored images of a page: two thousand with 4 KB each.
    private static final int MAX_PAGE_BYTES = 8 * 1024 * 1024;

    private CatalogPages() {}

    static CatalogView.Page read(
            Organization organization, CatalogView.Listing listing, IndexSearcher searcher, Counting counting)
            throws IOException {
        return listing.search().isPlainList() && !listing.backward()
                ? walk(organization, listing, searcher)
                : search(organization, listing, searcher, counting);
    }

    /// Returns a page of all images, newest first, from the sorted dictionary: its time does not depend on
    /// their number.
    private static CatalogView.Page walk(Organization organization, CatalogView.Listing listing, IndexSearcher searcher)
            throws IOException {
        var kind = ImageDocument.Kind.of(listing.deleted());
        var prefix = ImageTerms.prefix(organization);
        var after = listing.from();
        var from = after == null ? prefix : ImageTerms.after(byAge(organization, after));
        var total = searcher.count(new TermQuery(kind.in(organization)));
        if (listing.limit() == 0 || listing.offset() >= total) {
            return new CatalogView.Page(total, List.of(), false, null, null, List.of());
        }
        var walk = new TermWalk(searcher.getIndexReader(), kind.byAge(), prefix, from);
        walk.skip(listing.offset());
        var page = new PageReader(searcher.storedFields());
        var document = walk.next();
        while (document != TermWalk.END && page.size() < listing.limit()) {
            page.add(document);
            document = walk.next();
        }
        var images = page.images();
        return new CatalogView.Page(
                total,
                images,
                document != TermWalk.END,
                images.isEmpty() ? null : position(images.getFirst()),
                images.isEmpty() ? null : position(images.getLast()),
                List.of());
    }

    private static BytesRef byAge(Organization organization, Position position) {
        if (position.values().size() == 2
                && position.values().get(0) instanceof Position.Numeric(var created)
                && position.values().get(1) instanceof Position.Bytes(var hash)) {
            return ImageTerms.byAge(organization, created, hash);
        }
        throw new IllegalArgumentException("the position belongs to another sort order than " + Sort.DEFAULT);
    }

    private static Position position(SourceImage image) {
        return new Position(List.of(
                new Position.Numeric(Numbers.of(image.created())),
                new Position.Bytes(image.hash().value())));
    }

    private static CatalogView.Page search(
            Organization organization, CatalogView.Listing listing, IndexSearcher searcher, Counting counting)
            throws IOException {
        var search = listing.search();
        var limit = listing.limit();
        // one more, to know whether there is another page
        var wanted = limit == 0 ? 0 : listing.offset() + limit + 1;
        var result = search(organization, ImageDocument.Kind.of(listing.deleted()), searcher, counting)
                .search(search, new ImageSearch.Part(wanted, listing.from(), listing.backward()));
        var found = result.hits().stream().skip(listing.offset()).toList();
        var hits = found.subList(0, Math.min(limit, found.size()));
        var page = new PageReader(searcher.storedFields());
        for (var hit : hits) {
            page.add(hit.document());
        }
        var ordered = listing.backward() ? hits.reversed() : hits;
        return new CatalogView.Page(
                result.total(),
                listing.backward() ? page.images().reversed() : page.images(),
                found.size() > limit,
                ordered.isEmpty() ? null : ordered.getFirst().position(),
                ordered.isEmpty() ? null : ordered.getLast().position(),
                result.facets());
    }

    /// Returns a search in the live or deleted images of one organization.
    static ImageSearch search(
            Organization organization, ImageDocument.Kind kind, IndexSearcher searcher, Counting counting) {
        return new ImageSearch(
                searcher,
                organization,
                new TermQuery(kind.in(organization)),
                ImageDocument.hashes(organization, kind),
                counting);
    }

    /// Reads the images of a page, within the limit of its memory.
    private static final class PageReader {

        private final StoredFields stored;
        private final List<SourceImage> images = new ArrayList<>();
        private long bytes;

        PageReader(StoredFields stored) {
            this.stored = stored;
        }

        void add(int document) throws IOException {
            var json = ImageDocument.json(stored, document);
            bytes += json.length;
            if (bytes > MAX_PAGE_BYTES && !images.isEmpty()) {
                throw new PageTooLargeException(images.size());
            }
            images.add(ImageDocument.parse(json));
        }

        int size() {
            return images.size();
        }

        List<SourceImage> images() {
            return images;
        }
    }
}
