package io.sluice.search.index;

import io.sluice.image.Organization;
import io.sluice.search.Position;
import io.sluice.search.Sort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// The first documents of a sorted list, found in one pass over the matching documents in any order.
///
/// Matching documents are buffered with their first sort key; when the buffer is full, it is reduced to the documents
/// that
/// can still be on the page. Only when first keys are equal are the next keys read. So the time is linear in the number
/// of documents, also when each one comes before all earlier ones (as the newest do), which is the worst case of a heap
/// with its comparisons of texts.
final class Ranking {

    private static final int LEAST_BUFFER = 16_384;

    /// A document on the page.
    ///
    /// @param values one for each sort key
    record Hit(int document, List<Position.Value> values) {}

    private final Organization organization;
    private final List<Sort.Key> keys;
    private final int wanted;
    private final @Nullable Position after;
    private final Comparator<Hit> order;
    private List<Hit> best = List.of();

    /// @param wanted number of documents to find, at least 1
    /// @param after  where the list begins, or null
    Ranking(Organization organization, Sort sort, int wanted, @Nullable Position after) {
        this.organization = organization;
        this.keys = sort.keys();
        this.wanted = wanted;
        this.after = after;
        this.order = order(keys);
        if (after != null && after.values().size() != keys.size()) {
            throw new IllegalArgumentException("the position belongs to another sort order than " + sort);
        }
    }

    private static Comparator<Hit> order(List<Sort.Key> keys) {
        return (one, other) -> {
            for (var i = 0; i < keys.size(); i++) {
                var compared = compare(
                        one.values.get(i), other.values.get(i), keys.get(i).descending());
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
    }

    private static int compare(Position.Value one, Position.Value other, boolean descending) {
        var missing = Boolean.compare(one instanceof Position.Missing, other instanceof Position.Missing);
        if (missing != 0 || one instanceof Position.Missing) {
            return missing;
        }
        var compared = switch (one) {
            case Position.Numeric(var number) -> Long.compare(number, ((Position.Numeric) other).encoded());
            case Position.Bytes(var hex) -> hex.compareTo(((Position.Bytes) other).hex());
            case Position.Missing() -> 0;
        };
        return descending ? -compared : compared;
    }

    /// The documents found, in order.
    List<Hit> best() {
        return best;
    }

    Segment segment(LeafReaderContext context) throws IOException {
        return new Segment(context);
    }

    /// The part of the search in one segment, whose documents are added in ascending order.
    final class Segment {

        private final LeafReaderContext context;
        private final SegmentKey first;
        private final @Nullable Start start;
        private int[] documents = new int[1_024];
        private long[] numbers = new long[1_024];
        private int count;

        /// Documents with a greater first key cannot be on the page.
        private long bound = Long.MAX_VALUE;

        Segment(LeafReaderContext context) throws IOException {
            this.context = context;
            this.first = key(0);
            this.start = after == null ? null : new Start(after);
            if (best.size() == wanted) {
                bound = first.of(best.getLast().values.getFirst());
            }
        }

        private SegmentKey key(int level) throws IOException {
            return SegmentKey.of(organization, keys.get(level), context.reader());
        }

        void add(int document) throws IOException {
            var number = first.of(document);
            if (number > bound || (start != null && !start.isBefore(document, number))) {
                return;
            }
            if (count == documents.length) {
                grow();
            }
            documents[count] = document;
            numbers[count++] = number;
        }

        private void grow() throws IOException {
            var limit = Math.max(LEAST_BUFFER, 4 * wanted);
            if (count >= limit) {
                bound = Math.min(bound, reduce());
            }
            if (count > documents.length / 2) {
                documents = Arrays.copyOf(documents, 2 * documents.length);
                numbers = Arrays.copyOf(numbers, 2 * numbers.length);
            }
        }

        /// Keeps the first `wanted` documents, in ascending order.
        ///
        /// @return the greatest first key among them
        private long reduce() throws IOException {
            if (count <= wanted) {
                return Long.MAX_VALUE;
            }
            var greatest = Selection.nth(Arrays.copyOf(numbers, count), wanted - 1);
            var kept = select(Arrays.copyOf(documents, count), Arrays.copyOf(numbers, count), wanted, 0);
            var next = 0;
            for (var i = 0; i < count && next < kept.length; i++) {
                if (documents[i] == kept[next]) {
                    documents[next] = documents[i];
                    numbers[next++] = numbers[i];
                }
            }
            count = next;
            return greatest;
        }

        /// Returns the first `size` of some documents by the keys from `level` on, in ascending order.
        private int[] select(int[] among, long[] numbered, int size, int level) throws IOException {
            if (among.length <= size) {
                return among;
            }
            var greatest = Selection.nth(numbered.clone(), size - 1);
            var less = 0;
            var equal = 0;
            for (var number : numbered) {
                less += number < greatest ? 1 : 0;
                equal += number == greatest ? 1 : 0;
            }
            var ties = new int[equal];
            var tie = 0;
            for (var i = 0; i < among.length; i++) {
                if (numbered[i] == greatest) {
                    ties[tie++] = among[i];
                }
            }
            var chosen = equal == size - less ? ties : select(ties, numbers(ties, level + 1), size - less, level + 1);
            var result = new int[size];
            var next = 0;
            tie = 0;
            for (var i = 0; i < among.length && next < size; i++) {
                if (numbered[i] < greatest) {
                    result[next++] = among[i];
                } else if (tie < chosen.length && among[i] == chosen[tie]) {
                    result[next++] = among[i];
                    tie++;
                }
            }
            return result;
        }

        private long[] numbers(int[] of, int level) throws IOException {
            var key = key(level);
            var result = new long[of.length];
            for (var i = 0; i < of.length; i++) {
                result[i] = key.of(of[i]);
            }
            return result;
        }

        void finish() throws IOException {
            reduce();
            var found = Arrays.copyOf(documents, count);
            var values = values(found);
            var merged = new ArrayList<>(best);
            for (var i = 0; i < found.length; i++) {
                merged.add(new Hit(context.docBase + found[i], values.get(i)));
            }
            merged.sort(order);
            best = List.copyOf(merged.subList(0, Math.min(wanted, merged.size())));
        }

        private List<List<Position.Value>> values(int[] found) throws IOException {
            var values = new ArrayList<List<Position.Value>>(found.length);
            while (values.size() < found.length) {
                values.add(new ArrayList<>(keys.size()));
            }
            for (var level = 0; level < keys.size(); level++) {
                var key = key(level);
                for (var i = 0; i < found.length; i++) {
                    values.get(i).add(key.value(key.of(found[i])));
                }
            }
            return values;
        }

        /// The position that the list begins after.
        private final class Start {

            private final SegmentKey[] others = new SegmentKey[keys.size()];
            private final long[] position = new long[keys.size()];

            Start(Position after) throws IOException {
                for (var level = 0; level < keys.size(); level++) {
                    others[level] = key(level);
                    position[level] = others[level].of(after.values().get(level));
                }
            }

            boolean isBefore(int document, long firstNumber) throws IOException {
                if (firstNumber != position[0]) {
                    return firstNumber > position[0];
                }
                for (var level = 1; level < position.length; level++) {
                    var number = others[level].of(document);
                    if (number != position[level]) {
                        return number > position[level];
                    }
                }
                return false;
            }
        }
    }
}
