package io.sluice.search.facet;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;

/// The place of a field's values in one segment.
public sealed interface Column {

    /// Returns the name of the Lucene field.
    String name();

    /// Returns the number of different values that have to be read to know the most frequent ones.
    int size();

    /// Returns counts of no document.
    Counts counts();

    /// Numbers, of which only the extremes are of interest.
    record Numbers(String name) implements Column {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public Counts counts() {
            return new Extremes();
        }
    }

    /// Values whose texts are in a dictionary.
    sealed interface Texts extends Column {

        @Override
        default Counts counts() {
            return new Tally(size());
        }

        Dictionary dictionary(LeafReader reader) throws IOException;
    }

    /// The texts of values, by their number. For one thread; a text is valid until the next one is looked up.
    @FunctionalInterface
    interface Dictionary {
        BytesRef lookUp(int value) throws IOException;
    }

    /// A Lucene field for this field alone.
    record Own(String name, int size) implements Texts {
        @Override
        public Dictionary dictionary(LeafReader reader) throws IOException {
            return DocValues.getSorted(reader, name)::lookupOrd;
        }
    }

    /// A part of a Lucene field that others share.
    ///
    /// @param first        ordinal of the first value
    /// @param prefixLength number of bytes before the value in each term
    record Shared(String name, long first, int size, int prefixLength) implements Texts {
        @Override
        public Dictionary dictionary(LeafReader reader) throws IOException {
            var values = DocValues.getSortedSet(reader, name);
            var value = new BytesRef();
            return index -> {
                var term = values.lookupOrd(first + index);
                value.bytes = term.bytes;
                value.offset = term.offset + prefixLength;
                value.length = term.length - prefixLength;
                return value;
            };
        }
    }
}
