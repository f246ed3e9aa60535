package io.sluice.search.facet;

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
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// Counts the values of fields in matching documents, by their ordinals in each segment; the texts of values
/// are read only when the counts of segments are merged.
public final class FacetCounter {

    /// Number of merged values between two checkpoints.
    private static final int CHECKED = 4_096;

    private final Organization organization;
    private final Columns columns;
    private final FacetCache cache;
    private final Query query;
    private final List<Facets> facets;

    /// The counts of one field in the segments so far.
    private record Facets(Field field, boolean isHash, Extremes extremes, List<Walk> walks) {

        void add(LeafReader reader, Column column, Counts counts) throws IOException {
            switch (counts) {
                case Extremes numbers -> extremes.add(numbers);
                case Tally tally -> walks.add(new Walk(tally, ((Column.Texts) column).dictionary(reader)));
            }
        }

        Facet facet(Checkpoint checkpoint) throws IOException {
            return extremes.isEmpty() ? merged(this, checkpoint) : new Facet(field, List.of(), range(field, extremes));
        }
    }

    /// @param query in the form that the index is searched with
    public FacetCounter(
            Organization organization, List<Field> fields, Columns columns, Counting counting, Query query) {
        this.organization = organization;
        this.columns = columns;
        this.cache = counting.cache();
        this.query = query;
        this.facets = fields.stream()
                .map(field -> new Facets(field, columns.isHash(field), new Extremes(), new ArrayList<>()))
                .toList();
    }

    /// Begins to count in a segment.
    public SegmentFacets segment(LeafReader reader) throws IOException {
        var segment = new SegmentFacets(reader);
        for (var facet : facets) {
            var column = columns.of(reader, facet.field);
            if (column != null) {
                segment.add(column, cache.place(reader, organization, query, facet.field), facet::add);
            }
        }
        return segment;
    }

    public List<Facet> facets(Checkpoint checkpoint) throws IOException {
        var result = new ArrayList<Facet>(facets.size());
        for (var facet : facets) {
            result.add(facet.facet(checkpoint));
        }
        return result;
    }

    private static final Comparator<Merged> MOST_FREQUENT =
            Comparator.comparingLong(Merged::count).reversed().thenComparing(Merged::value);

    private record Merged(BytesRef value, long count) {}

    /// Merges the segments in the order of their values, so that only the most frequent values are kept in
    /// memory. A field may have a million values, so nothing is allocated for a value that is not among them.
    private static Facet merged(Facets facets, Checkpoint checkpoint) throws IOException {
        var queue = new PriorityQueue<>(Comparator.comparing(Walk::value));
        for (var segment : facets.walks) {
            if (segment.next()) {
                queue.add(segment);
            }
        }
        var best = new Best(checkpoint);
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
        return best.facet(facets.field, facets.isHash);
    }

    /// The most frequent of values that are added in ascending order.
    private static final class Best {

        private final PriorityQueue<Merged> mostFrequent = new PriorityQueue<>(MOST_FREQUENT.reversed());
        private final BytesRefBuilder greatest = new BytesRefBuilder();
        private final Checkpoint checkpoint;
        private @Nullable BytesRef least;
        private int added;

        /// Count that a further value has to exceed.
        private long bound;

        Best(Checkpoint checkpoint) {
            this.checkpoint = checkpoint;
        }

        void add(BytesRef value, long count) {
            if (++added % CHECKED == 0) {
                checkpoint.pass();
            }
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

        Facet facet(Field field, boolean isHash) {
            var values = mostFrequent.stream()
                    .sorted(MOST_FREQUENT)
                    .map(value -> new Facet.Count(isHash ? hex(value.value) : decoded(field, value.value), value.count))
                    .toList();
            return new Facet(field, values, range(field, least, least == null ? null : greatest.get()));
        }
    }

    private static Facet.Range range(Field field, Extremes extremes) {
        return new Facet.Range(decoded(field, extremes.least()), decoded(field, extremes.greatest()));
    }

    private static Facet.@Nullable Range range(Field field, @Nullable BytesRef least, @Nullable BytesRef greatest) {
        return least == null || greatest == null || !field.type().isNumeric()
                ? null
                : new Facet.Range(decoded(field, least), decoded(field, greatest));
    }

    private static String hex(BytesRef value) {
        return HexFormat.of().formatHex(value.bytes, value.offset, value.offset + value.length);
    }

    private static Object decoded(Field field, BytesRef value) {
        if (field.type().isNumeric()) {
            return decoded(field, NumericUtils.sortableBytesToLong(value.bytes, value.offset));
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

    /// A walk through the counted values of one segment, in ascending order.
    private static final class Walk {

        private final Tally tally;
        private final Column.Dictionary dictionary;
        private int at = Tally.NONE;
        private @Nullable BytesRef value;

        Walk(Tally tally, Column.Dictionary dictionary) {
            this.tally = tally;
            this.dictionary = dictionary;
        }

        /// Moves to the next value, if there is one.
        boolean next() throws IOException {
            at = tally.next(at + 1);
            if (at == Tally.NONE) {
                return false;
            }
            value = dictionary.lookUp(at);
            return true;
        }

        BytesRef value() {
            return requireNonNull(value);
        }

        int count() {
            return tally.of(at);
        }
    }
}
