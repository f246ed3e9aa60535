package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Position;
import io.sluice.search.Sort;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;

/// A sort key in one segment of an index: it maps each document to a number in the order of the list, or in
/// its reverse. The numbers of texts are valid in the segment only, so values leave it as [Position.Value].
///
/// An instance reads documents in ascending order, once.
abstract class SegmentKey {

    /// The number of documents without a value: they come last in both directions.
    static final long MISSING = Long.MAX_VALUE;

    private final Direction direction;

    private SegmentKey(Direction direction) {
        this.direction = direction;
    }

    /// The direction of the numbers.
    ///
    /// @param key      the sort key; if it is descending, greater values come first
    /// @param backward whether the list is read from its end
    private record Direction(Sort.Key key, boolean backward) {

        boolean descending() {
            return key.descending();
        }

        boolean isAscending() {
            return !descending() && !backward;
        }

        long of(long ascending) {
            var number = ascending == MISSING || !descending() ? ascending : ~ascending;
            return backward ? ~number : number;
        }

        long ascending(long number) {
            var forward = backward ? ~number : number;
            return forward == MISSING || !descending() ? forward : ~forward;
        }
    }

    /// @param backward whether the numbers are in the reverse order of the list
    static SegmentKey of(Organization organization, Sort.Key key, boolean backward, LeafReader reader)
            throws IOException {
        var field = key.field();
        var direction = new Direction(key, backward);
        if (SearchFields.isOwnNumber(field)) {
            var values = DocValues.unwrapSingleton(DocValues.getSortedNumeric(reader, SearchFields.own(field)));
            return new OwnNumber(values == null ? DocValues.emptyNumeric() : values, direction);
        }
        if (SearchFields.isOwn(field)) {
            return new OwnText(DocValues.getSorted(reader, SearchFields.own(field)), direction);
        }
        var values = DocValues.getSortedSet(reader, SearchFields.column(field));
        var terms = FieldTerms.of(organization, field);
        var single = DocValues.unwrapSingleton(values);
        return single == null
                ? new SharedValues(values, terms, direction)
                : new SharedValue(values, single, terms, direction);
    }

    /// Returns the number of a document.
    final long of(int document) throws IOException {
        return direction.of(ascending(document));
    }

    /// Puts the numbers of the first `count` documents into `numbers`.
    final void of(int[] documents, int count, long[] numbers) throws IOException {
        ascending(documents, count, numbers);
        if (!direction.isAscending()) {
            for (var i = 0; i < count; i++) {
                numbers[i] = direction.of(numbers[i]);
            }
        }
    }

    /// Returns the number of a value that may be in another segment: between those of the values around it.
    final long of(Position.Value value) throws IOException {
        return direction.of(
                switch (value) {
                    case Position.Missing() -> MISSING;
                    case Position.Numeric _, Position.Bytes _ -> ascending(value);
                });
    }

    /// Returns the value that [#of(int)] returned the number of.
    final Position.Value value(long number) throws IOException {
        var ascending = direction.ascending(number);
        return ascending == MISSING ? new Position.Missing() : ascendingValue(ascending);
    }

    abstract long ascending(int document) throws IOException;

    abstract void ascending(int[] documents, int count, long[] numbers) throws IOException;

    abstract long ascending(Position.Value value) throws IOException;

    abstract Position.Value ascendingValue(long number) throws IOException;

    static Position.Value number(long encoded) {
        return new Position.Numeric(encoded);
    }

    /// A position must come from a list of the same order.
    private static IllegalArgumentException foreign(Position.Value value) {
        return new IllegalArgumentException("the position has " + value + ", which is no value of its sort key");
    }

    private static byte[] bytes(Position.Value value) {
        if (value instanceof Position.Bytes(var hex)) {
            return HexFormat.of().parseHex(hex);
        }
        throw foreign(value);
    }

    private static Position.Value valueOf(BytesRef bytes, int from) {
        return new Position.Bytes(
                HexFormat.of().formatHex(bytes.bytes, bytes.offset + from, bytes.offset + bytes.length));
    }

    /// Twice the ordinal, so that there are numbers between them.
    private static long between(long lookup) {
        return lookup >= 0 ? 2 * lookup : 2 * -(lookup + 1) - 1;
    }

    private static final class OwnNumber extends SegmentKey {

        private final NumericDocValues values;

        OwnNumber(NumericDocValues values, Direction direction) {
            super(direction);
            this.values = values;
        }

        @Override
        long ascending(int document) throws IOException {
            return values.advanceExact(document) ? values.longValue() : MISSING;
        }

        @Override
        void ascending(int[] documents, int count, long[] numbers) throws IOException {
            values.longValues(count, documents, numbers, MISSING);
        }

        @Override
        long ascending(Position.Value value) {
            if (value instanceof Position.Numeric(var encoded)) {
                return encoded;
            }
            throw foreign(value);
        }

        @Override
        Position.Value ascendingValue(long number) {
            return number(number);
        }
    }

    private static final class OwnText extends SegmentKey {

        private final SortedDocValues values;

        OwnText(SortedDocValues values, Direction direction) {
            super(direction);
            this.values = values;
        }

        @Override
        long ascending(int document) throws IOException {
            return values.advanceExact(document) ? 2L * values.ordValue() : MISSING;
        }

        @Override
        void ascending(int[] documents, int count, long[] numbers) throws IOException {
            for (var i = 0; i < count; i++) {
                numbers[i] = ascending(documents[i]);
            }
        }

        @Override
        long ascending(Position.Value value) throws IOException {
            return between(values.lookupTerm(new BytesRef(bytes(value))));
        }

        @Override
        Position.Value ascendingValue(long number) throws IOException {
            return valueOf(values.lookupOrd((int) (number / 2)), 0);
        }
    }

    /// A field of metadata: the ordinals of its values are a range of those of a shared column.
    private abstract static class Shared extends SegmentKey {

        private final SortedSetDocValues values;
        private final FieldTerms terms;
        final OrdinalRange range;

        Shared(SortedSetDocValues values, FieldTerms terms, Direction direction) throws IOException {
            super(direction);
            this.values = values;
            this.terms = terms;
            this.range = OrdinalRange.of(values, terms);
        }

        @Override
        long ascending(Position.Value value) throws IOException {
            return between(values.lookupTerm(terms.raw(bytes(value))));
        }

        @Override
        Position.Value ascendingValue(long number) throws IOException {
            return valueOf(values.lookupOrd(number / 2), terms.prefixLength());
        }
    }

    /// A field of metadata in a segment in which no document has several values in the shared column.
    private static final class SharedValue extends Shared {

        private final SortedDocValues single;

        SharedValue(SortedSetDocValues values, SortedDocValues single, FieldTerms terms, Direction direction)
                throws IOException {
            super(values, terms, direction);
            this.single = single;
        }

        @Override
        long ascending(int document) throws IOException {
            if (!single.advanceExact(document)) {
                return MISSING;
            }
            var ordinal = single.ordValue();
            return ordinal >= range.first() && ordinal < range.end() ? 2L * ordinal : MISSING;
        }

        @Override
        void ascending(int[] documents, int count, long[] numbers) throws IOException {
            for (var i = 0; i < count; i++) {
                numbers[i] = ascending(documents[i]);
            }
        }
    }

    private static final class SharedValues extends Shared {

        private final SortedSetDocValues values;
        private final boolean greatest;

        SharedValues(SortedSetDocValues values, FieldTerms terms, Direction direction) throws IOException {
            super(values, terms, direction);
            this.values = values;
            this.greatest = direction.descending();
        }

        @Override
        long ascending(int document) throws IOException {
            if (range.isEmpty() || !values.advanceExact(document)) {
                return MISSING;
            }
            var found = MISSING;
            for (var i = values.docValueCount(); i > 0; i--) {
                var ordinal = values.nextOrd();
                if (ordinal >= range.end()) {
                    break;
                }
                if (ordinal >= range.first()) {
                    found = 2 * ordinal;
                    if (!greatest) {
                        break;
                    }
                }
            }
            return found;
        }

        @Override
        void ascending(int[] documents, int count, long[] numbers) throws IOException {
            for (var i = 0; i < count; i++) {
                numbers[i] = ascending(documents[i]);
            }
        }
    }
}
