package io.sluice.imaging.deflate;

import java.util.Arrays;

/// A division of bytes into literals and matches (LZ77), tuned for filtered rows of pixels.
///
/// A match is used only when it is probably shorter than its literals; in noise a match of three or four
/// bytes, which zlib's fast levels use, costs more bits than it saves. Where there are no matches the search
/// takes larger and larger steps. Positions are indexed by the four bytes that begin there; the latest one
/// replaces earlier ones.
final class Matches {

    private static final int HASH_BITS = 14;
    /// Number of bytes by which a match is found.
    private static final int PREFIX = 5;
    private static final int PREFIX_SHIFT = 64 - 8 * PREFIX;
    private static final int PATIENCE_BITS = 4;
    private static final int LONGEST_STEP = 16;
    /// Approximate bits of a length and a distance symbol.
    private static final int SYMBOL_BITS = 11;

    private final byte[] data;
    private final double literalBits;
    private final int[] latest = new int[1 << HASH_BITS];
    private int[] literals = new int[1024];
    private int[] lengths = new int[1024];
    private int[] distances = new int[1024];
    private int count;

    /// @param data        the bytes to divide, preceded by bytes to which matches may refer
    /// @param literalBits average bits of a literal
    Matches(byte[] data, double literalBits) {
        this.data = data;
        this.literalBits = literalBits;
        Arrays.fill(latest, -1);
    }

    /// Indexes the bytes from `from` to `to` without dividing them.
    void learn(int from, int to) {
        for (int i = from; i <= to - 8; i++) {
            latest[hash(prefix(i))] = i;
        }
    }

    /// Divides the bytes from `from` to `to`, after all bytes before; replaces the previous division.
    void divide(int from, int to) {
        count = 0;
        int literalsFrom = from;
        int misses = 0;
        int i = from;
        while (i <= to - 8) {
            long prefix = prefix(i);
            int slot = hash(prefix);
            int candidate = latest[slot];
            latest[slot] = i;
            if (candidate >= 0 && i - candidate <= DeflateAlphabet.WINDOW && prefix(candidate) == prefix) {
                int start = i;
                int match = candidate;
                // extends backwards over skipped bytes only, because the indexed bytes must precede the match
                int earliest = Math.max(literalsFrom, i - LONGEST_STEP);
                while (start > earliest && match > 0 && data[start - 1] == data[match - 1]) {
                    start--;
                    match--;
                }
                int length = length(match, start, Math.min(to, start + DeflateAlphabet.LONGEST));
                if (worthwhile(length, start - match)) {
                    add(start - literalsFrom, length, start - match);
                    learnSome(i + 1, start + length);
                    i = start + length;
                    literalsFrom = i;
                    misses = 0;
                    continue;
                }
            }
            i += 1 + Math.min(misses++ >> PATIENCE_BITS, LONGEST_STEP - 1);
        }
        add(to - literalsFrom, 0, 0);
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

    private boolean worthwhile(int length, int distance) {
        int distanceBits = 32 - Integer.numberOfLeadingZeros(distance);
        return length >= PREFIX && length * literalBits > SYMBOL_BITS + distanceBits;
    }

    private int length(int match, int start, int end) {
        int m = match;
        int i = start;
        while (i <= end - 8) {
            long different = EightBytes.get(data, m) ^ EightBytes.get(data, i);
            if (different != 0) {
                return i - start + (Long.numberOfTrailingZeros(different) >> 3);
            }
            i += 8;
            m += 8;
        }
        while (i < end && data[m] == data[i]) {
            i++;
            m++;
        }
        return i - start;
    }

    /// Indexes only the end of a long match, from which repetitions continue.
    private void learnSome(int from, int to) {
        for (int i = Math.max(from, to - 8); i < to && i <= data.length - 8; i++) {
            latest[hash(prefix(i))] = i;
        }
    }

    private void add(int literalCount, int length, int distance) {
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

    private long prefix(int i) {
        return EightBytes.get(data, i) << PREFIX_SHIFT;
    }

    private static int hash(long prefix) {
        return (int) ((prefix * 0x9E3779B97F4A7C15L) >>> (64 - HASH_BITS));
    }
}
