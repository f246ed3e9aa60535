package io.sluice.search.index;

import static java.util.Objects.requireNonNull;

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
import org.apache.lucene.util.BytesRefBuilder;
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

        /// Counts the first `size` of some documents.
        void add(int[] documents, int size) throws IOException;
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
        return (documents, size) -> {
            for (var segment : segments) {
                segment.add(documents, size);
            }
        };
    }

    private static Segment extremes(NumericDocValues values, Extremes extremes) {
        var numbers = new long[Ranking.BATCH];
        return (documents, size) -> {
            values.longValues(size, documents, numbers, SegmentKey.MISSING);
            for (var i = 0; i < size; i++) {
                if (numbers[i] != SegmentKey.MISSING) {
                    extremes.add(numbers[i]);
                }
            }
        };
    }

    /// Counts all fields that share a column in one pass over it.
    private static Segment shared(SortedSetDocValues values, List<SharedCounts> sharing) {
        var fields = sharing.toArray(SharedCounts[]::new);
        var single = DocValues.unwrapSingleton(values);
        if (single != null) {
            return (documents, size) -> {
                for (var d = 0; d < size; d++) {
                    if (single.advanceExact(documents[d])) {
                        count(single.ordValue(), fields);
                    }
                }
            };
        }
        return (documents, size) -> {
            for (var d = 0; d < size; d++) {
                if (values.advanceExact(documents[d])) {
                    for (var i = values.docValueCount(); i > 0; i--) {
                        count(values.nextOrd(), fields);
                    }
                }
            }
        };
    }

    private static void count(long ordinal, SharedCounts[] fields) {
        for (var field : fields) {
            field.count(ordinal);
        }
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
    /// memory. A field may have a million values, so nothing is allocated for a value that is not among them.
    private static Facet merged(Field field, List<Counts> segments) throws IOException {
        var queue = new PriorityQueue<>(Comparator.comparing(Counts::value));
        for (var segment : segments) {
            if (segment.next()) {
                queue.add(segment);
            }
        }
        var best = new Best();
        var value = new BytesRefBuilder();
        while (!queue.isEmpty()) {
            var first = queue.remove();
            var second = queue.peek();
            // a large segment has many values between those of small ones
            var more = true;
            while (more && (second == null || first.value().compareTo(second.value()) < 0)) {
                best.add(first.value(), first.count());
                more = first.next();
            }
            if (more && second != null && first.value().equals(second.value())) {
                value.copyBytes(first.value());
                var count = (long) first.count();
                more = first.next();
                for (var same = queue.peek(); same != null && same.value().equals(value.get()); same = queue.peek()) {
                    queue.remove();
                    count += same.count();
                    if (same.next()) {
                        queue.add(same);
                    }
                }
                best.add(value.get(), count);
            }
            if (more) {
                queue.add(first);
            }
        }
        return best.facet(field);
    }

    /// The most frequent of values that are added in ascending order.
    private static final class Best {

        private final PriorityQueue<Merged> mostFrequent = new PriorityQueue<>(MOST_FREQUENT.reversed());
        private final BytesRefBuilder greatest = new BytesRefBuilder();
        private @Nullable BytesRef least;

        /// Count that a further value has to exceed.
        private long bound;

        void add(BytesRef value, long count) {
            if (least == null) {
                least = BytesRef.deepCopyOf(value);
            }
            greatest.copyBytes(value);
            if (count > bound) {
                mostFrequent.add(new Merged(BytesRef.deepCopyOf(value), count));
                if (mostFrequent.size() > Facet.MAX_VALUES) {
                    mostFrequent.remove();
                }
                if (mostFrequent.size() == Facet.MAX_VALUES) {
                    bound = mostFrequent.element().count();
                }
            }
        }

        Facet facet(Field field) {
            var values = mostFrequent.stream()
                    .sorted(MOST_FREQUENT)
                    .map(value -> new Facet.Count(decoded(field, value.value), value.count))
                    .toList();
            return new Facet(field, values, range(field, least, least == null ? null : greatest.get()));
        }
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

        private static final int PAGE_BITS = 14;
        private static final int PAGE = 1 << PAGE_BITS;

        /// Pages without a count are null: of a million values, a search may find a few.
        private final int[] @Nullable [] pages;

        private final int size;
        private int at = -1;
        private BytesRef value = new BytesRef();

        Counts(int size) {
            this.pages = new int[(size + PAGE - 1) >> PAGE_BITS][];
            this.size = size;
        }

        final void increment(int index) {
            var page = pages[index >> PAGE_BITS];
            if (page == null) {
                page = new int[Math.min(PAGE, size)];
                pages[index >> PAGE_BITS] = page;
            }
            page[index & (PAGE - 1)]++;
        }

        /// Moves to the next value with a count, if there is one.
        final boolean next() throws IOException {
            for (at++; at < size; at++) {
                var page = pages[at >> PAGE_BITS];
                if (page == null) {
                    at |= PAGE - 1;
                } else if (page[at & (PAGE - 1)] > 0) {
                    value = lookUp(at);
                    return true;
                }
            }
            return false;
        }

        final BytesRef value() {
            return value;
        }

        final int count() {
            return requireNonNull(pages[at >> PAGE_BITS])[at & (PAGE - 1)];
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
        public void add(int[] documents, int size) throws IOException {
            for (var i = 0; i < size; i++) {
                if (values.advanceExact(documents[i])) {
                    increment(values.ordValue());
                }
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
        private final BytesRef value = new BytesRef();

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
            value.bytes = term.bytes;
            value.offset = term.offset + prefixLength;
            value.length = term.length - prefixLength;
            return value;
        }
    }
}
