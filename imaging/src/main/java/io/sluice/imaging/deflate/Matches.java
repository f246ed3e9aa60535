package io.sluice.imaging.deflate;

import java.util.Arrays;

/// A division of bytes into literals and matches (LZ77): pairs of some literals and the match after them.
final class Matches {

    private int[] literals = new int[1024];
    private int[] lengths = new int[1024];
    private int[] distances = new int[1024];
    private int count;

    void clear() {
        count = 0;
    }

    /// Appends a pair; a length of 0 is no match, which only the last pair may have.
    void add(int literalCount, int length, int distance) {
        if (count == literals.length) {
            literals = Arrays.copyOf(literals, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            distances = Arrays.copyOf(distances, 2 * count);
        }
        literals[count] = literalCount;
        lengths[count] = length;
        distances[count] = distance;
        count++;
    }

    /// Returns the number of pairs of literals and match.
    int count() {
        return count;
    }

    /// Returns the number of literals before the match.
    int literals(int index) {
        return literals[index];
    }

    /// Returns the length of the match; 0 when there is none, at the end.
    int length(int index) {
        return lengths[index];
    }

    int distance(int index) {
        return distances[index];
    }
}
