package io.sluice.imaging.deflate;

import java.util.Arrays;

/// An optimal prefix code for given frequencies with a maximum length of codewords (RFC 1951, 3.2.2).
final class HuffmanCode {

    private final int[] lengths;
    private final int[] words;

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        this.words = words(lengths);
    }

    /// Creates a code for the symbols that occur; at least one must.
    static HuffmanCode of(int[] frequencies, int limit) {
        int used = (int) Arrays.stream(frequencies).filter(f -> f > 0).count();
        var order = new long[used];
        for (int symbol = 0, i = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] > 0) {
                order[i++] = (long) frequencies[symbol] << 16 | symbol;
            }
        }
        Arrays.sort(order);
        int[] perLength = limited(depths(order), limit);
        var lengths = new int[frequencies.length];
        // the rarest symbols get the longest codewords
        int i = 0;
        for (int length = limit; length >= 1; length--) {
            for (int n = perLength[length]; n > 0; n--) {
                lengths[(int) (order[i++] & 0xFFFF)] = length;
            }
        }
        return new HuffmanCode(lengths);
    }

    /// Returns the number of bits of the codeword for `symbol`, 0 when it has none.
    int length(int symbol) {
        return lengths[symbol];
    }

    /// Returns the codeword for `symbol`, its first bit lowest.
    int word(int symbol) {
        return words[symbol];
    }

    int[] lengths() {
        return lengths;
    }

    /// Returns the depth of each symbol in a Huffman tree, in the order of the sorted frequencies (the
    /// two-queue construction: inner nodes are created in the order of their weights).
    private static int[] depths(long[] order) {
        int leaves = order.length;
        var weights = new long[2 * leaves];
        var parents = new int[2 * leaves];
        for (int i = 0; i < leaves; i++) {
            weights[i] = order[i] >>> 16;
        }
        int leaf = 0;
        int inner = leaves;
        for (int next = leaves; next < 2 * leaves - 1; next++) {
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < leaves && (inner == next || weights[leaf] <= weights[inner]);
                int taken = takeLeaf ? leaf++ : inner++;
                weights[next] += weights[taken];
                parents[taken] = next;
            }
        }
        var depths = new int[2 * leaves];
        for (int node = 2 * leaves - 3; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
        }
        return Arrays.copyOf(depths, leaves);
    }

    /// Returns the number of codewords of each length, after all codewords longer than `limit` were shortened
    /// and others lengthened until the sum of `2^-length` is 1 again.
    private static int[] limited(int[] depths, int limit) {
        var perLength = new int[limit + 1];
        for (int depth : depths) {
            // a single symbol is the root and still needs a bit
            perLength[Math.clamp(depth, 1, limit)]++;
        }
        long sum = 0;
        for (int length = 1; length <= limit; length++) {
            sum += (long) perLength[length] << (limit - length);
        }
        while (sum > 1L << limit) {
            int shorter = limit - 1;
            while (perLength[shorter] == 0) {
                shorter--;
            }
            perLength[shorter]--;
            perLength[shorter + 1] += 2;
            perLength[limit]--;
            sum--;
        }
        return perLength;
    }

    private static int[] words(int[] lengths) {
        var next = new int[17];
        for (int length : lengths) {
            if (length > 0) {
                next[length + 1]++;
            }
        }
        for (int length = 1; length < next.length; length++) {
            next[length] = (next[length - 1] + next[length]) << 1;
        }
        return words(lengths, next);
    }

    private static int[] words(int[] lengths, int[] next) {
        var words = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                words[symbol] = Integer.reverse(next[length]++) >>> (32 - length);
            }
        }
        return words;
    }
}
