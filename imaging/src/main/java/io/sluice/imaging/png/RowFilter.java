package io.sluice.imaging.png;

import io.sluice.imaging.deflate.EightBytes;
import io.sluice.imaging.pixels.PixelLayout;
import java.util.Arrays;

/// The choice and application of a filter for every row (PNG third edition, 9).
///
/// [Rule#LEAST_SUM] is the specification's own heuristic (12.7): the filter whose output has the smallest sum of
/// absolute values, with signed bytes. In a long row every fourth block of bytes is examined; the sums still
/// rank the filters like those of the whole row, at a quarter of the cost. The choice depends only on the row
/// and the one above, so the bytes of a band do not depend on the thread. Not thread-safe.
final class RowFilter {

    static final int NONE = 0;
    static final int SUB = 1;
    static final int UP = 2;
    static final int AVERAGE = 3;
    static final int PAETH = 4;

    /// How the filter of a row is chosen.
    enum Rule {
        /// For photographs.
        LEAST_SUM,
        /// Up for all rows: for areas of one color, also those with gradual transparency.
        UP,
        /// None, and up for rows that are the same as the one above: for text and drawings.
        NONE
    }

    private static final int BLOCK = 128;
    private static final int SAMPLED_FROM = 32 * BLOCK;
    private static final int STRIDE = 4;

    private final int rowBytes;
    private final int pixelBytes;
    private final Rule rule;
    private final byte[] zeros;

    RowFilter(PixelLayout layout, Rule rule) {
        this.rowBytes = layout.rowBytes();
        this.pixelBytes = pixelBytes(layout);
        this.rule = rule;
        this.zeros = new byte[rowBytes];
    }

    /// Returns the distance of a byte from the one of its left neighbor (9.2).
    static int pixelBytes(PixelLayout layout) {
        return Math.max(1, layout.channels().count() * layout.bits() / 8);
    }

    /// Returns the number of bytes of a filtered row.
    int filteredBytes() {
        return rowBytes + 1;
    }

    /// Filters the row at `at` into `target` at `to`; the row above starts at `aboveAt` of `above`, which is
    /// empty for the first row of the image.
    void filter(byte[] rows, int at, byte[] above, int aboveAt, byte[] target, int to) {
        byte[] up = above.length == 0 ? zeros : above;
        int upAt = above.length == 0 ? 0 : aboveAt;
        int type = type(rows, at, up, upAt);
        target[to] = (byte) type;
        if (type == NONE) {
            System.arraycopy(rows, at, target, to + 1, rowBytes);
            return;
        }
        int first = Math.min(pixelBytes, rowBytes);
        for (int i = 0; i < first; i++) {
            target[to + 1 + i] = filtered(type, rows[at + i], (byte) 0, up[upAt + i], (byte) 0);
        }
        apply(type, rows, at, up, upAt, target, to + 1);
    }

    private int type(byte[] rows, int at, byte[] up, int upAt) {
        return switch (rule) {
            case LEAST_SUM -> best(rows, at, up, upAt);
            case UP -> UP;
            case NONE -> Arrays.equals(rows, at, at + rowBytes, up, upAt, upAt + rowBytes) ? UP : NONE;
        };
    }

    private void apply(int type, byte[] rows, int at, byte[] up, int upAt, byte[] target, int to) {
        int i = pixelBytes;
        switch (type) {
            case SUB -> {
                for (; i <= rowBytes - 8; i += 8) {
                    long left = EightBytes.get(rows, at + i - pixelBytes);
                    EightBytes.set(target, to + i, EightBytes.minus(EightBytes.get(rows, at + i), left));
                }
            }
            case UP -> {
                for (; i <= rowBytes - 8; i += 8) {
                    long above = EightBytes.get(up, upAt + i);
                    EightBytes.set(target, to + i, EightBytes.minus(EightBytes.get(rows, at + i), above));
                }
            }
            case AVERAGE -> {
                for (; i <= rowBytes - 8; i += 8) {
                    long left = EightBytes.get(rows, at + i - pixelBytes);
                    long average = EightBytes.average(left, EightBytes.get(up, upAt + i));
                    EightBytes.set(target, to + i, EightBytes.minus(EightBytes.get(rows, at + i), average));
                }
            }
            default -> {
                for (; i <= rowBytes - 8; i += 8) {
                    long left = EightBytes.get(rows, at + i - pixelBytes);
                    long upLeft = EightBytes.get(up, upAt + i - pixelBytes);
                    long nearest = EightBytes.paeth(left, EightBytes.get(up, upAt + i), upLeft);
                    EightBytes.set(target, to + i, EightBytes.minus(EightBytes.get(rows, at + i), nearest));
                }
            }
        }
        for (; i < rowBytes; i++) {
            int before = i - pixelBytes;
            target[to + i] = filtered(type, rows[at + i], rows[at + before], up[upAt + i], up[upAt + before]);
        }
    }

    private int best(byte[] rows, int at, byte[] up, int upAt) {
        int stride = rowBytes >= SAMPLED_FROM ? STRIDE : 1;
        long none = 0;
        long sub = 0;
        long above = 0;
        long average = 0;
        long paeth = 0;
        for (int block = pixelBytes; block < rowBytes; block += stride * BLOCK) {
            int end = Math.min(block + BLOCK, rowBytes - 7);
            long noneSums = 0;
            long subSums = 0;
            long upSums = 0;
            long averageSums = 0;
            long paethSums = 0;
            for (int i = block; i < end; i += 8) {
                long x = EightBytes.get(rows, at + i);
                long a = EightBytes.get(rows, at + i - pixelBytes);
                long b = EightBytes.get(up, upAt + i);
                long c = EightBytes.get(up, upAt + i - pixelBytes);
                noneSums += EightBytes.magnitudes(x);
                subSums += EightBytes.magnitudes(EightBytes.minus(x, a));
                upSums += EightBytes.magnitudes(EightBytes.minus(x, b));
                averageSums += EightBytes.magnitudes(EightBytes.minus(x, EightBytes.average(a, b)));
                paethSums += EightBytes.magnitudes(EightBytes.minus(x, EightBytes.paeth(a, b, c)));
            }
            none += EightBytes.total(noneSums);
            sub += EightBytes.total(subSums);
            above += EightBytes.total(upSums);
            average += EightBytes.total(averageSums);
            paeth += EightBytes.total(paethSums);
        }
        return least(none, sub, above, average, paeth);
    }

    private static int least(long... sums) {
        int best = 0;
        for (int type = 1; type < sums.length; type++) {
            if (sums[type] < sums[best]) {
                best = type;
            }
        }
        return best;
    }

    /// Filters one byte, where fewer than eight are left.
    private static byte filtered(int type, byte x, byte left, byte above, byte upperLeft) {
        int a = left & 0xFF;
        int b = above & 0xFF;
        return (byte) (x
                - switch (type) {
                    case SUB -> a;
                    case UP -> b;
                    case AVERAGE -> (a + b) / 2;
                    default -> paeth(a, b, upperLeft & 0xFF);
                });
    }

    private static int paeth(int a, int b, int c) {
        int pa = Math.abs(b - c);
        int pb = Math.abs(a - c);
        int pc = Math.abs(a + b - 2 * c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
