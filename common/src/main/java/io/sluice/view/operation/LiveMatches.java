package io.sluice.view.operation;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;

/// The matches of a query in one segment without the documents that have been deleted.
final class LiveMatches extends DocIdSetIterator {

    private final DocIdSetIterator all;
    private final Bits live;

    LiveMatches(DocIdSetIterator all, Bits live) {
        this.all = all;
        this.live = live;
    }

    @Override
    public int docID() {
        return all.docID();
    }

    @Override
    public int nextDoc() throws IOException {
        return nextLive(all.nextDoc());
    }

    @Override
    public int advance(int target) throws IOException {
        return nextLive(all.advance(target));
    }

    private int nextLive(int document) throws IOException {
        var next = document;
        while (next != NO_MORE_DOCS && !live.get(next)) {
            next = all.nextDoc();
        }
        return next;
    }

    @Override
    public long cost() {
        return all.cost();
    }
}
