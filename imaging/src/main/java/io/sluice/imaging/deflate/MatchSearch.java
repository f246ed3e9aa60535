package io.sluice.imaging.deflate;

/// A search for matches in an array of bytes.
sealed interface MatchSearch permits QuickSearch, ThoroughSearch {

    /// Indexes the bytes from `from` to `to` without dividing them.
    void learn(int from, int to);

    /// Divides bytes from `from` on, after all bytes before, as many as should have a Huffman code of their own.
    ///
    /// @param to   exclusive end of the bytes
    /// @param into receives the division instead of its former one
    /// @return the exclusive end of the divided bytes
    int divide(int from, int to, Matches into);

    /// Returns how many bytes from `start` up to `end` are the same as those from `match` on, which is before `start`.
    static int sameBytes(byte[] data, int match, int start, int end) {
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
}
