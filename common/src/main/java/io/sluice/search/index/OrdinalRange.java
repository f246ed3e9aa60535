package io.sluice.search.index;

import java.io.IOException;
import org.apache.lucene.index.SortedSetDocValues;

/// The ordinals of a field's values in the shared column of a segment.
///
/// @param first the first ordinal
/// @param end   the ordinal behind the last one
record OrdinalRange(long first, long end) {

    static OrdinalRange of(SortedSetDocValues values, FieldTerms terms) throws IOException {
        return new OrdinalRange(
                insertionPoint(values.lookupTerm(terms.first())), insertionPoint(values.lookupTerm(terms.end())));
    }

    private static long insertionPoint(long lookup) {
        return lookup >= 0 ? lookup : -(lookup + 1);
    }

    boolean isEmpty() {
        return first >= end;
    }

    int size() {
        return Math.toIntExact(end - first);
    }
}
