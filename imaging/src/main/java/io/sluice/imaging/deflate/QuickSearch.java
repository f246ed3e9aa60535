package io.sluice.imaging.deflate;

import java.util.Arrays;

/// A search for matches in filtered rows of a photograph, where they are few.
///
/// A match is used only when it is probably shorter than its literals; in noise a match of three or four
/// bytes, which zlib's fast levels use, costs more bits than it saves. Where there are no matches the search
/// takes larger and larger steps. Positions are indexed by the bytes that begin there; the latest one
/// replaces earlier ones.
final class QuickSearch implements MatchSearch {

    /// Bytes with a Huffman code of their own.
    private static final int BLOCK = 48 * 1024;

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

    /// @param data        the bytes to divide, preceded by bytes to which matches may refer
    /// @param literalBits average bits of a literal
    QuickSearch(byte[] data, double literalBits) {
        this.data = data;
        this.literalBits = literalBits;
        Arrays.fill(latest, -1);
    }

    @Override
    public void learn(int from, int to) {
        for (int i = from; i <= to - 8; i++) {
            latest[hash(prefix(i))] = i;
        }
    }

    @Override
    public int divide(int from, int end, Matches into) {
        int to = Math.min(end, from + BLOCK);
        into.clear();
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
                int length = MatchSearch.sameBytes(data, match, start, Math.min(to, start + DeflateAlphabet.LONGEST));
                if (worthwhile(length, start - match)) {
                    into.add(start - literalsFrom, length, start - match);
                    learnSome(i + 1, start + length);
                    i = start + length;
                    literalsFrom = i;
                    misses = 0;
                    continue;
                }
            }
            i += 1 + Math.min(misses++ >> PATIENCE_BITS, LONGEST_STEP - 1);
        }
        into.add(to - literalsFrom, 0, 0);
        return to;
    }

    private boolean worthwhile(int length, int distance) {
        int distanceBits = 32 - Integer.numberOfLeadingZeros(distance);
        return length >= PREFIX && length * literalBits > SYMBOL_BITS + distanceBits;
    }

    /// Indexes only the end of a long match, from which repetitions continue.
    private void learnSome(int from, int to) {
        for (int i = Math.max(from, to - 8); i < to && i <= data.length - 8; i++) {
            latest[hash(prefix(i))] = i;
        }
    }

    private long prefix(int i) {
        return EightBytes.get(data, i) << PREFIX_SHIFT;
    }

    private static int hash(long prefix) {
        return (int) ((prefix * 0x9E3779B97F4A7C15L) >>> (64 - HASH_BITS));
    }
}
