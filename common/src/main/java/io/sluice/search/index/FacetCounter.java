package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Facet;
import io.sluice.search.Field;
import io.sluice.search.FieldType;
import io.sluice.search.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// Counts the values of fields in matching documents, by their ordinals in each segment; the texts of values
/// are read only when the counts of segments are merged.
final class FacetCounter {

    private final Organization organization;
    private final List<Field> fields;
    private final List<List<Counts>> counts = new ArrayList<>();
    private final List<Extremes> extremes = new ArrayList<>();

    FacetCounter(Organization organization, List<Field> fields) {
        this.organization = organization;
        this.fields = fields;
        fields.forEach(_ -> {
            counts.add(new ArrayList<>());
            extremes.add(new Extremes());
        });
    }

    /// The counting in one segment, whose documents are added in ascending order.
    interface Segment {
        void add(int document) throws IOException;
    }

    /// Begins to count in a segment.
    Segment segment(LeafReader reader) throws IOException {
        var segments = new ArrayList<Segment>();
        var columns = new HashMap<String, List<SharedCounts>>();
        for (var i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            if (SearchFields.isOwnNumber(field)) {
                var values = DocValues.unwrapSingleton(DocValues.getSortedNumeric(reader, SearchFields.own(field)));
                if (values != null) {
                    segments.add(extremes(values, extremes.get(i)));
                }
            } else if (SearchFields.isOwn(field)) {
                var own = new OwnCounts(DocValues.getSorted(reader, SearchFields.own(field)));
                counts.get(i).add(own);
                segments.add(own);
            } else {
                var column = SearchFields.column(field);
                var values = DocValues.getSortedSet(reader, column);
                var terms = FieldTerms.of(organization, field);
                var range = OrdinalRange.of(values, terms);
                if (!range.isEmpty()) {
                    var part = new SharedCounts(values, range, terms.prefixLength());
                    counts.get(i).add(part);
                    columns.computeIfAbsent(column, _ -> new ArrayList<>()).add(part);
                }
            }
        }
        for (var column : columns.entrySet()) {
            segments.add(shared(DocValues.getSortedSet(reader, column.getKey()), column.getValue()));
        }
        return all(segments.toArray(Segment[]::new));
    }

    private static Segment all(Segment[] segments) {
        return document -> {
            for (var segment : segments) {
                segment.add(document);
            }
        };
    }

    private static Segment extremes(NumericDocValues values, Extremes extremes) {
        return document -> {
            if (values.advanceExact(document)) {
                extremes.add(values.longValue());
            }
        };
    }

    /// Counts all fields that share a column in one pass over it.
    private static Segment shared(SortedSetDocValues values, List<SharedCounts> sharing) {
        var fields = sharing.toArray(SharedCounts[]::new);
        var single = DocValues.unwrapSingleton(values);
        if (single != null) {
            return document -> {
                if (single.advanceExact(document)) {
                    for (var field : fields) {
                        field.count(single.ordValue());
                    }
                }
            };
        }
        return document -> {
            if (!values.advanceExact(document)) {
                return;
            }
            for (var i = values.docValueCount(); i > 0; i--) {
                var ordinal = values.nextOrd();
                for (var field : fields) {
                    field.count(ordinal);
                }
            }
        };
    }

    List<Facet> facets() throws IOException {
        var facets = new ArrayList<Facet>(fields.size());
        for (var i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            facets.add(
                    SearchFields.isOwnNumber(field)
                            ? new Facet(field, List.of(), extremes.get(i).range(field))
                            : merged(field, counts.get(i)));
        }
        return facets;
    }

    private static final Comparator<Merged> MOST_FREQUENT =
            Comparator.comparingLong(Merged::count).reversed().thenComparing(Merged::value);

    private record Merged(BytesRef value, long count) {}

    /// Merges the segments in the order of their values, so that only the most frequent values are kept in
    /// memory.
    private static Facet merged(Field field, List<Counts> segments) throws IOException {
        var queue = new PriorityQueue<>(Comparator.comparing(Counts::value));
        for (var segment : segments) {
            if (segment.next()) {
                queue.add(segment);
            }
        }
        var best = new PriorityQueue<>(MOST_FREQUENT.reversed());
        BytesRef least = null;
        BytesRef greatest = null;
        while (!queue.isEmpty()) {
            var value = BytesRef.deepCopyOf(queue.element().value());
            var count = 0L;
            while (!queue.isEmpty() && queue.element().value().equals(value)) {
                var segment = queue.remove();
                count += segment.count();
                if (segment.next()) {
                    queue.add(segment);
                }
            }
            least = least == null ? value : least;
            greatest = value;
            if (best.size() < Facet.MAX_VALUES || count > best.element().count()) {
                best.add(new Merged(value, count));
                if (best.size() > Facet.MAX_VALUES) {
                    best.remove();
                }
            }
        }
        return new Facet(
                field,
                best.stream()
                        .sorted(MOST_FREQUENT)
                        .map(value -> new Facet.Count(decoded(field, value.value), value.count))
                        .toList(),
                range(field, least, greatest));
    }

    private static Facet.@Nullable Range range(Field field, @Nullable BytesRef least, @Nullable BytesRef greatest) {
        return least == null || greatest == null || !field.type().isNumeric()
                ? null
                : new Facet.Range(decoded(field, least), decoded(field, greatest));
    }

    private static Object decoded(Field field, BytesRef value) {
        if (field.type().isNumeric()) {
            return decoded(field, NumericUtils.sortableBytesToLong(value.bytes, value.offset));
        }
        if (SearchFields.isOwnHash(field)) {
            return HexFormat.of().formatHex(value.bytes, value.offset, value.offset + value.length);
        }
        var text = new String(value.bytes, value.offset, value.length, StandardCharsets.UTF_8);
        return field.type() == FieldType.BOOLEAN ? Boolean.valueOf(text) : text;
    }

    private static Object decoded(Field field, long number) {
        return switch (field.type()) {
            case DOUBLE -> Numbers.toDouble(number);
            case DATE -> Numbers.toInstant(number);
            case LONG, KEYWORD, TEXT, BOOLEAN, POSITION -> number;
        };
    }

    /// Least and greatest number.
    private static final class Extremes {

        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;

        void add(long number) {
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
        }

        Facet.@Nullable Range range(Field field) {
            return least > greatest ? null : new Facet.Range(decoded(field, least), decoded(field, greatest));
        }
    }

    /// The counts of one segment, and a walk through its values in ascending order.
    private abstract static class Counts {

        private final int[] counts;
        private int at = -1;
        private BytesRef value = new BytesRef();

        Counts(int values) {
            counts = new int[values];
        }

        final void increment(int index) {
            counts[index]++;
        }

        final boolean next() throws IOException {
            do {
                at++;
            } while (at < counts.length && counts[at] == 0);
            if (at == counts.length) {
                return false;
            }
            value = lookUp(at);
            return true;
        }

        final BytesRef value() {
            return value;
        }

        final int count() {
            return counts[at];
        }

        abstract BytesRef lookUp(int index) throws IOException;
    }

    private static final class OwnCounts extends Counts implements Segment {

        private final SortedDocValues values;

        OwnCounts(SortedDocValues values) {
            super(values.getValueCount());
            this.values = values;
        }

        @Override
        public void add(int document) throws IOException {
            if (values.advanceExact(document)) {
                increment(values.ordValue());
            }
        }

        @Override
        BytesRef lookUp(int index) throws IOException {
            return values.lookupOrd(index);
        }
    }

    private static final class SharedCounts extends Counts {

        private final SortedSetDocValues values;
        private final OrdinalRange range;
        private final int prefixLength;

        SharedCounts(SortedSetDocValues values, OrdinalRange range, int prefixLength) {
            super(range.size());
            this.values = values;
            this.range = range;
            this.prefixLength = prefixLength;
        }

        void count(long ordinal) {
            if (ordinal >= range.first() && ordinal < range.end()) {
                increment((int) (ordinal - range.first()));
            }
        }

        @Override
        BytesRef lookUp(int index) throws IOException {
            var term = values.lookupOrd(range.first() + index);
            return new BytesRef(term.bytes, term.offset + prefixLength, term.length - prefixLength);
        }
    }
}
