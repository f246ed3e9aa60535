package io.sluice.search.facet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;

/// Adds documents of a segment, in ascending order, to the counts of its fields.
@FunctionalInterface
public interface Adder {

    /// Maximum number of documents that are added at a time.
    int BATCH = 1_024;

    /// A number that no document has.
    long MISSING = Long.MAX_VALUE;

    /// Does not count.
    Adder NONE = (_, _) -> {};

    /// Adds the first `size` of some documents, at most [#BATCH].
    void add(int[] documents, int size) throws IOException;

    /// Counts of a field.
    record Target(Column column, Counts counts) {}

    /// Counts of a field in a Lucene field that others share.
    ///
    /// @param first ordinal of its first value
    /// @param end   the ordinal behind the last one
    record Sharing(long first, long end, Tally tally) {}

    /// @param change what a document adds to the count of each of its values
    static Adder of(LeafReader reader, List<Target> targets, int change) throws IOException {
        var adders = new ArrayList<Adder>();
        var sharing = new HashMap<String, List<Sharing>>();
        for (var target : targets) {
            switch (target.column) {
                case Column.Numbers(var name) ->
                    adders.add(numbers(
                            requireNonNull(DocValues.unwrapSingleton(DocValues.getSortedNumeric(reader, name))),
                            (Extremes) target.counts));
                case Column.Own(var name, var _) ->
                    adders.add(own(DocValues.getSorted(reader, name), (Tally) target.counts, change));
                case Column.Shared(var name, var first, var size, var _) ->
                    sharing.computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(new Sharing(first, first + size, (Tally) target.counts));
            }
        }
        for (var column : sharing.entrySet()) {
            adders.add(shared(DocValues.getSortedSet(reader, column.getKey()), column.getValue(), change));
        }
        return all(adders.toArray(Adder[]::new));
    }

    private static Adder all(Adder[] adders) {
        return (documents, size) -> {
            for (var adder : adders) {
                adder.add(documents, size);
            }
        };
    }

    private static Adder numbers(NumericDocValues values, Extremes extremes) {
        var numbers = new long[BATCH];
        return (documents, size) -> {
            values.longValues(size, documents, numbers, MISSING);
            for (var i = 0; i < size; i++) {
                if (numbers[i] != MISSING) {
                    extremes.add(numbers[i]);
                }
            }
        };
    }

    private static Adder own(SortedDocValues values, Tally tally, int change) {
        return (documents, size) -> {
            for (var i = 0; i < size; i++) {
                if (values.advanceExact(documents[i])) {
                    tally.add(values.ordValue(), change);
                }
            }
        };
    }

    /// Counts all fields that share a Lucene field in one pass over it.
    private static Adder shared(SortedSetDocValues values, List<Sharing> sharing, int change) {
        var fields = sharing.toArray(Sharing[]::new);
        var single = DocValues.unwrapSingleton(values);
        if (single != null) {
            return (documents, size) -> {
                for (var d = 0; d < size; d++) {
                    if (single.advanceExact(documents[d])) {
                        add(single.ordValue(), fields, change);
                    }
                }
            };
        }
        return (documents, size) -> {
            for (var d = 0; d < size; d++) {
                if (values.advanceExact(documents[d])) {
                    for (var i = values.docValueCount(); i > 0; i--) {
                        add(values.nextOrd(), fields, change);
                    }
                }
            }
        };
    }

    private static void add(long ordinal, Sharing[] fields, int change) {
        for (var field : fields) {
            if (ordinal >= field.first && ordinal < field.end) {
                field.tally.add((int) (ordinal - field.first), change);
            }
        }
    }
}
