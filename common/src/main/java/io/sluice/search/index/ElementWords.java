package io.sluice.search.index;

import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/// The words of one element of an array, all at the same position. The next element of the document has the
/// next position, so that a query can require that words are in the same element.
final class ElementWords extends TokenStream {

    static final FieldType TYPE = type();

    private final List<BytesRef> terms;
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private Iterator<BytesRef> next;
    private boolean isFirst;

    ElementWords(List<BytesRef> terms) {
        this.terms = List.copyOf(terms);
        this.next = this.terms.iterator();
        this.isFirst = true;
    }

    private static FieldType type() {
        var type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        type.freeze();
        return type;
    }

    @Override
    public boolean incrementToken() {
        if (!next.hasNext()) {
            return false;
        }
        clearAttributes();
        term.setBytesRef(next.next());
        increment.setPositionIncrement(isFirst ? 1 : 0);
        isFirst = false;
        return true;
    }

    @Override
    public void reset() {
        next = terms.iterator();
        isFirst = true;
    }
}
