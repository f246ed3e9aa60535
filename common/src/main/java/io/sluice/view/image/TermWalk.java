package io.sluice.view.image;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// An iteration over the documents of an index in the order of their terms in one field, from any term on:
/// directly from the sorted dictionaries of its segments, so that a step costs the same everywhere and for
/// any number of documents. No two live documents may have the same term.
final class TermWalk {

    static final int END = DocIdSetIterator.NO_MORE_DOCS;

    private final PriorityQueue<Segment> segments = new PriorityQueue<>(Comparator.comparing(Segment::term));

    /// @param field  field of the terms
    /// @param prefix prefix of all terms of the iteration
    /// @param from   first term, which need not exist; it has the prefix
    TermWalk(IndexReader reader, String field, BytesRef prefix, BytesRef from) throws IOException {
        for (var leaf : reader.leaves()) {
            var terms = leaf.reader().terms(field);
            if (terms != null) {
                var segment = new Segment(leaf, terms.iterator(), prefix);
                if (segment.seek(from)) {
                    segments.add(segment);
                }
            }
        }
    }

    /// Returns the next document, or [#END].
    int next() throws IOException {
        for (var segment = segments.poll(); segment != null; segment = segments.poll()) {
            var document = segment.document();
            if (segment.advance()) {
                segments.add(segment);
            }
            if (document != END) {
                return document;
            }
        }
        return END;
    }

    /// Skips documents.
    void skip(int count) throws IOException {
        for (var skipped = 0; skipped < count && next() != END; skipped++) {
            // only moves to the next document
        }
    }

    /// One segment of the index, at its next term.
    private static final class Segment {

        private final LeafReaderContext leaf;
        private final TermsEnum terms;
        private final BytesRef prefix;
        private BytesRef term = new BytesRef();
        private @Nullable PostingsEnum postings;

        Segment(LeafReaderContext leaf, TermsEnum terms, BytesRef prefix) {
            this.leaf = leaf;
            this.terms = terms;
            this.prefix = prefix;
        }

        BytesRef term() {
            return term;
        }

        boolean seek(BytesRef from) throws IOException {
            return terms.seekCeil(from) != TermsEnum.SeekStatus.END && isAt(terms.term());
        }

        boolean advance() throws IOException {
            var next = terms.next();
            return next != null && isAt(next);
        }

        private boolean isAt(BytesRef found) {
            term = found;
            return StringHelper.startsWith(found, prefix);
        }

        /// Returns the live document of this term in the segment, if there is one.
        int document() throws IOException {
            postings = terms.postings(postings, PostingsEnum.NONE);
            var live = leaf.reader().getLiveDocs();
            for (var document = postings.nextDoc(); document != END; document = postings.nextDoc()) {
                if (live == null || live.get(document)) {
                    return leaf.docBase + document;
                }
            }
            return END;
        }
    }
}
