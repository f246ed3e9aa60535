package io.sluice.imaging.webp;

import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.Arrays;

/// One entropy-coded image of a VP8L stream (RFC 9649, 3.6 and 3.7): prefix codes, a color cache, and
/// references to earlier pixels, of which only as many are kept as can be referred to.
final class Vp8lPixels {

    /// Images of blocks (transforms, prefix code groups) with more pixels than this are not decoded: encoders
    /// choose blocks so large that there are some ten thousand.
    private static final int MOST_BLOCKS = 1 << 18;

    private static final int MOST_GROUPS = 4096;
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;

    /// Longest distance back, rounded up to a power of two.
    private static final int LONGEST_DISTANCE = 1 << 20;

    private static final int CACHE_HASH = 0x1E35A7BD;

    /// A receiver of finished rows.
    interface Rows {
        /// @param row reused for the next row
        /// @return whether to continue
        boolean row(int[] row, int y) throws Refusal, TooComplex;
    }

    /// Thrown when the check of a valid image would need too much memory or time.
    static final class TooComplex extends Exception {
        private static final long serialVersionUID = 1L;

        TooComplex() {
            super("image of too many blocks or pixels", null, false, false);
        }
    }

    /// The five codes of a block.
    private record Group(
            Vp8lPrefixCode green,
            Vp8lPrefixCode red,
            Vp8lPrefixCode blue,
            Vp8lPrefixCode alpha,
            Vp8lPrefixCode distance) {

        private static Group read(Vp8lBits bits, int cacheSize) throws Refusal, IOException, TooComplex {
            int symbols = LITERALS + LENGTHS + cacheSize + 3 * LITERALS + DISTANCES;
            bits.announce(symbols);
            bits.allocate((symbols + 5L * (1 << Vp8lBits.PEEK)) * Short.BYTES);
            return new Group(
                    Vp8lPrefixCode.read(bits, LITERALS + LENGTHS + cacheSize),
                    Vp8lPrefixCode.read(bits, LITERALS),
                    Vp8lPrefixCode.read(bits, LITERALS),
                    Vp8lPrefixCode.read(bits, LITERALS),
                    Vp8lPrefixCode.read(bits, DISTANCES));
        }
    }

    private final Vp8lBits bits;
    private final int width;
    private final int height;
    private final int[] cache;
    private final int cacheShift;
    private final Group[] groups;

    /// For each block the index of its group; empty when all are in the first.
    private final int[] groupOfBlock;

    private final int blockBits;
    private final int[] ring;
    private final int[] row;
    private long done;

    private Vp8lPixels(Vp8lBits bits, int width, int height, boolean main) throws Refusal, IOException, TooComplex {
        this.bits = bits;
        this.width = width;
        this.height = height;
        int cacheBits = bits.flag() ? bits.read(4) : 0;
        if (cacheBits > 11) {
            throw bits.corrupt("has a colour cache of " + cacheBits + " bits");
        }
        this.cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        this.cacheShift = 32 - cacheBits;
        boolean grouped = main && bits.flag();
        this.blockBits = grouped ? bits.read(3) + 2 : 0;
        this.groupOfBlock = grouped ? groups(bits, width, height, blockBits) : new int[0];
        int count = grouped ? Arrays.stream(groupOfBlock).max().orElse(0) + 1 : 1;
        if (count > MOST_GROUPS) {
            throw new TooComplex();
        }
        this.groups = new Group[count];
        for (int i = 0; i < count; i++) {
            groups[i] = Group.read(bits, cache.length);
        }
        long pixels = Math.min((long) width * height, LONGEST_DISTANCE);
        bits.allocate((2 * pixels + width) * Integer.BYTES);
        this.ring = new int[Math.max(1, Integer.highestOneBit((int) (2 * pixels - 1)))];
        this.row = new int[width];
    }

    private static int[] groups(Vp8lBits bits, int width, int height, int blockBits)
            throws Refusal, IOException, TooComplex {
        int[] blocks = blocks(bits, width, height, blockBits);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = blocks[i] >> 8 & 0xFFFF; // red and green
        }
        return blocks;
    }

    /// Reads an image that has one pixel for each block of an image.
    static int[] blocks(Vp8lBits bits, int width, int height, int blockBits) throws Refusal, IOException, TooComplex {
        return whole(bits, Math.ceilDiv(width, 1 << blockBits), Math.ceilDiv(height, 1 << blockBits));
    }

    /// Reads a complete small image.
    static int[] whole(Vp8lBits bits, int width, int height) throws Refusal, IOException, TooComplex {
        if ((long) width * height > MOST_BLOCKS) {
            throw new TooComplex();
        }
        bits.allocate((long) width * height * Integer.BYTES);
        int[] all = new int[width * height];
        new Vp8lPixels(bits, width, height, false).decode((row, y) -> {
            System.arraycopy(row, 0, all, y * width, width);
            return true;
        });
        return all;
    }

    /// Reads the main image.
    static void main(Vp8lBits bits, int width, int height, Rows rows) throws Refusal, IOException, TooComplex {
        new Vp8lPixels(bits, width, height, true).decode(rows);
    }

    private void decode(Rows rows) throws Refusal, IOException, TooComplex {
        long total = (long) width * height;
        boolean more = true;
        while (more && done < total) {
            var group = group();
            int symbol = group.green.next(bits);
            if (symbol < LITERALS) {
                int red = group.red.next(bits);
                int blue = group.blue.next(bits);
                int alpha = group.alpha.next(bits);
                more = add(alpha << 24 | red << 16 | symbol << 8 | blue, rows);
            } else if (symbol < LITERALS + LENGTHS) {
                int length = number(symbol - LITERALS);
                long distance = Vp8lDistances.toPixels(number(group.distance.next(bits)), width);
                if (distance > done || length > total - done) {
                    throw bits.corrupt("refers to " + length + " pixels " + distance + " back at pixel " + done);
                }
                for (int i = 0; i < length && more; i++) {
                    more = add(ring[(int) (done - distance) & ring.length - 1], rows);
                }
            } else {
                more = add(cache[symbol - LITERALS - LENGTHS], rows);
            }
        }
    }

    private Group group() {
        if (groupOfBlock.length == 0) {
            return groups[0];
        }
        int x = (int) (done % width) >> blockBits;
        int y = (int) (done / width) >> blockBits;
        return groups[groupOfBlock[y * Math.ceilDiv(width, 1 << blockBits) + x]];
    }

    private boolean add(int argb, Rows rows) throws Refusal, TooComplex {
        int x = (int) (done % width);
        if (x == 0) {
            bits.announce(width);
        }
        ring[(int) done & ring.length - 1] = argb;
        if (cache.length > 0) {
            cache[(CACHE_HASH * argb) >>> cacheShift] = argb;
        }
        row[x] = argb;
        done++;
        return x < width - 1 || rows.row(row, (int) ((done - 1) / width));
    }

    /// A length or distance: a prefix code and extra bits (RFC 9649, 3.6.2.2).
    private int number(int prefix) throws Refusal, IOException {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = (prefix - 2) >> 1;
        return ((2 + (prefix & 1)) << extra) + bits.read(extra) + 1;
    }
}
