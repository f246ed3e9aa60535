package io.sluice.search.index;

import static java.util.Objects.requireNonNull;

import io.sluice.image.Organization;
import io.sluice.search.Position;
import io.sluice.search.Sort;
import io.sluice.search.facet.Adder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// The first documents of a sorted list, found in one pass over the matching documents in any order.
///
/// Matching documents are buffered with their first sort key; when the buffer is full, it is reduced to the
/// documents that can still be on the page. Only when first keys are equal are the next keys read. So the
/// time is linear in the number of documents, also when each one comes before all earlier ones (as the newest
/// do), which is the worst case of a heap with its comparisons of texts.
final class Ranking {

    private static final int LEAST_BUFFER = 16_384;

    private final Organization organization;
    private final List<Sort.Key> keys;
    private final int wanted;
    private final @Nullable Position from;
    private final boolean backward;
    private List<Hit> best = List.of();

    /// @param part with at least one wanted document
    Ranking(Organization organization, Sort sort, ImageSearch.Part part) {
        this.organization = organization;
        this.keys = sort.keys();
        this.wanted = part.wanted();
        this.from = part.from();
        this.backward = part.backward();
        if (from != null && from.values().size() != keys.size()) {
            throw new IllegalArgumentException("the position belongs to another sort order than " + sort);
        }
    }

    /// A document on the page. Its values of less significant keys are only read when they are needed: for
    /// documents that are equal in the others, and for positions.
    private final class Hit implements ImageSearch.Hit {

        private final LeafReaderContext segment;
        private final int inSegment;
        private final Position.@Nullable Value[] values = new Position.@Nullable Value[keys.size()];

        Hit(LeafReaderContext segment, int inSegment) {
            this.segment = segment;
            this.inSegment = inSegment;
        }

        @Override
        public int document() {
            return segment.docBase + inSegment;
        }

        /// Returns a value that was read.
        Position.Value value(int level) {
            return requireNonNull(values[level]);
        }

        @Override
        public Position position() throws IOException {
            var complete = new ArrayList<Position.Value>(keys.size());
            for (var level = 0; level < keys.size(); level++) {
                read(List.of(this), level);
                complete.add(value(level));
            }
            return new Position(complete);
        }
    }

    private SegmentKey key(int level, LeafReaderContext segment) throws IOException {
        return SegmentKey.of(organization, keys.get(level), backward, segment.reader());
    }

    /// Reads the values of a key that were not read before.
    private void read(List<Hit> hits, int level) throws IOException {
        var unread = hits.stream()
                .filter(hit -> hit.values[level] == null)
                .sorted(Comparator.comparingInt(Hit::document))
                .toList();
        var known = new HashMap<Long, Position.Value>();
        LeafReaderContext segment = null;
        SegmentKey key = null;
        for (var hit : unread) {
            if (key == null || hit.segment != segment) {
                segment = hit.segment;
                key = key(level, segment);
                known.clear();
            }
            var number = key.of(hit.inSegment);
            var value = known.get(number);
            if (value == null) {
                value = key.value(number);
                known.put(number, value);
            }
            hit.values[level] = value;
        }
    }

    /// Sorts hits that are equal in the keys before `level`, as far as the first `size` of them.
    private void sort(List<Hit> hits, int level, int size) throws IOException {
        read(hits, level);
        var descending = keys.get(level).descending();
        hits.sort((one, other) -> compare(one.value(level), other.value(level), descending));
        if (level + 1 == keys.size()) {
            return;
        }
        for (var begin = 0; begin < Math.min(size, hits.size()); ) {
            var end = begin + 1;
            while (end < hits.size()
                    && hits.get(end).value(level).equals(hits.get(begin).value(level))) {
                end++;
            }
            if (end - begin > 1) {
                sort(hits.subList(begin, end), level + 1, size - begin);
            }
            begin = end;
        }
    }

    private int compare(Position.Value one, Position.Value other, boolean descending) {
        var compared = forward(one, other, descending);
        return backward ? -compared : compared;
    }

    private static int forward(Position.Value one, Position.Value other, boolean descending) {
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

    /// Returns the documents found, in order.
    List<? extends ImageSearch.Hit> best() {
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
        private final long[] read = new long[Adder.BATCH];
        private int count;

        /// Documents with a greater first key cannot be on the page.
        private long bound = Long.MAX_VALUE;

        Segment(LeafReaderContext context) throws IOException {
            this.context = context;
            this.first = key(0);
            this.start = from == null ? null : new Start(from);
            if (best.size() == wanted) {
                bound = first.of(best.getLast().value(0));
            }
        }

        private SegmentKey key(int level) throws IOException {
            return Ranking.this.key(level, context);
        }

        /// Adds the first `size` of some documents, at most [Adder#BATCH].
        void add(int[] batch, int size) throws IOException {
            first.of(batch, size, read);
            for (var i = 0; i < size; i++) {
                var number = read[i];
                if (number <= bound && (start == null || start.isBefore(batch[i], number))) {
                    if (count == documents.length) {
                        grow();
                    }
                    documents[count] = batch[i];
                    numbers[count++] = number;
                }
            }
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
            var kept = select(Arrays.copyOf(documents, count), Arrays.copyOf(numbers, count), wanted, 0);
            var greatest = Long.MIN_VALUE;
            var next = 0;
            for (var i = 0; i < count && next < kept.length; i++) {
                if (documents[i] == kept[next]) {
                    greatest = Math.max(greatest, numbers[i]);
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
            if (count == 0) {
                return;
            }
            reduce();
            var merged = new ArrayList<>(best);
            for (var i = 0; i < count; i++) {
                merged.add(new Hit(context, documents[i]));
            }
            sort(merged, 0, wanted);
            best = List.copyOf(merged.subList(0, Math.min(wanted, merged.size())));
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
