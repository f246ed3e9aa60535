package io.sluice.view.image;

import io.sluice.account.Usage;
import io.sluice.image.Organization;
import io.sluice.search.index.SearchFields;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;

/// Counts the images of an organization and their bytes in the catalog's index.
final class StoredImages {

    private StoredImages() {}

    private record Count(long images, long bytes) {}

    static Usage count(Organization organization, IndexSearcher searcher) throws IOException {
        var usage = Usage.NONE;
        for (var leaf : searcher.getIndexReader().leaves()) {
            var live = count(organization, ImageDocument.Kind.LIVE, leaf.reader());
            var deleted = count(organization, ImageDocument.Kind.DELETED, leaf.reader());
            usage = usage.plus(Usage.live(live.images(), live.bytes()))
                    .plus(Usage.deleted(deleted.images(), deleted.bytes()));
        }
        return usage;
    }

    private static Count count(Organization organization, ImageDocument.Kind kind, LeafReader segment)
            throws IOException {
        var documents = segment.postings(kind.in(organization), PostingsEnum.NONE);
        if (documents == null) {
            return new Count(0, 0);
        }
        var current = segment.getLiveDocs();
        var sizes = SearchFields.sizes(segment);
        var images = 0L;
        var bytes = 0L;
        for (var document = documents.nextDoc();
                document != DocIdSetIterator.NO_MORE_DOCS;
                document = documents.nextDoc()) {
            if ((current == null || current.get(document)) && sizes.advanceExact(document)) {
                images++;
                bytes += sizes.longValue();
            }
        }
        return new Count(images, bytes);
    }
}
