package io.sluice.view.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;

/// The documents with a term, straight from the postings: a query would cost several times as much, only to
/// score what has no score.
final class TermDocuments {

    private TermDocuments() {}

    /// Returns at most `limit` of them.
    static List<Integer> find(IndexSearcher searcher, Term term, int limit) throws IOException {
        var found = new ArrayList<Integer>();
        for (var leaf : searcher.getLeafContexts()) {
            var postings = leaf.reader().postings(term, PostingsEnum.NONE);
            if (postings == null) {
                continue;
            }
            var live = leaf.reader().getLiveDocs();
            for (var doc = postings.nextDoc();
                    doc != DocIdSetIterator.NO_MORE_DOCS && found.size() < limit;
                    doc = postings.nextDoc()) {
                if (live == null || live.get(doc)) {
                    found.add(leaf.docBase + doc);
                }
            }
        }
        return found;
    }
}
