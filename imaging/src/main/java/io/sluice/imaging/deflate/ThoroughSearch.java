package io.sluice.imaging.deflate;

import java.util.Arrays;

/// A search for matches in drawings, screenshots and other rows with many repetitions.
///
/// As in zlib at its higher levels, the longest match of several positions is used, and only if the next byte
/// has no longer one. Unlike there, only the ends of a long match are indexed, which saves most of the time in
/// flat areas: a repetition of a repetition is found at its ends.
final class ThoroughSearch implements MatchSearch {

    /// Literals and matches with a Huffman code of their own.
    private static final int BLOCK_SYMBOLS = 16 * 1024;

    private static final int HASH_BITS = 15;
    private static final int SHORTEST = 4;
    /// Positions that are compared.
    private static final int CHAIN = 32;
    /// Length from which fewer positions are compared for a longer one.
    private static final int GOOD = 16;
    /// Length of each indexed end of a long match.
    private static final int INDEXED = 32;

    private static final int MASK = DeflateAlphabet.WINDOW - 1;

    private final byte[] data;
    /// Latest position by hash.
    private final int[] latest = new int[1 << HASH_BITS];
    /// Position before, with the same hash, by position modulo the window.
    private final int[] before = new int[DeflateAlphabet.WINDOW];

    private int foundLength;
    private int foundDistance;

    /// @param data the bytes to divide, preceded by bytes to which matches may refer
    ThoroughSearch(byte[] data) {
        this.data = data;
        Arrays.fill(latest, -1);
    }

    @Override
    public void learn(int from, int to) {
        index(Math.max(from, to - DeflateAlphabet.WINDOW), to);
    }

    @Override
    public int divide(int from, int to, Matches into) {
        into.clear();
        int symbols = 0;
        int literalsFrom = from;
        int length = 0;
        int distance = 0;
        int i = from;
        while (i < to && (length > 0 || symbols + i - literalsFrom < BLOCK_SYMBOLS)) {
            search(i, to, length);
            index(i, i + 1);
            if (length > 0 && foundLength <= length) {
                int start = i - 1;
                into.add(start - literalsFrom, length, distance);
                symbols += start - literalsFrom + 1;
                indexMatch(i + 1, start + length);
                i = start + length;
                literalsFrom = i;
                length = 0;
            } else {
                length = foundLength;
                distance = foundDistance;
                i++;
            }
        }
        into.add(i - literalsFrom, 0, 0);
        return i;
    }

    /// Searches the longest match of the bytes at `i` that is longer than `than`; none has the length 0.
    private void search(int i, int to, int than) {
        foundLength = 0;
        int longest = Math.min(DeflateAlphabet.LONGEST, to - i);
        int best = Math.max(than, SHORTEST - 1);
        if (longest <= best || than == DeflateAlphabet.LONGEST || i > data.length - 8) {
            return;
        }
        int candidate = latest[hash(i)];
        for (int chain = than >= GOOD ? CHAIN / 4 : CHAIN; chain > 0; chain--) {
            if (candidate < 0 || i - candidate > DeflateAlphabet.WINDOW) {
                return;
            }
            if (data[candidate + best] == data[i + best]) {
                int length = MatchSearch.sameBytes(data, candidate, i, i + longest);
                if (length > best) {
                    best = length;
                    foundLength = length;
                    foundDistance = i - candidate;
                    if (length == longest) {
                        return;
                    }
                }
            }
            int next = before[candidate & MASK];
            if (next >= candidate) { // the entry belongs to a later position
                return;
            }
            candidate = next;
        }
    }

    private void indexMatch(int from, int to) {
        if (to - from <= 2 * INDEXED) {
            index(from, to);
        } else {
            index(from, from + INDEXED);
            index(to - INDEXED, to);
        }
    }

    private void index(int from, int to) {
        int end = Math.min(to, data.length - 7);
        for (int i = from; i < end; i++) {
            int slot = hash(i);
            before[i & MASK] = latest[slot];
            latest[slot] = i;
        }
    }

    private int hash(int i) {
        return ((int) EightBytes.get(data, i) * 0x9E3779B1) >>> (32 - HASH_BITS);
    }
}
