package io.sluice.imaging.gif;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// A decoder of GIF frames, row by row, that searches for a color (GIF89a specification, appendix F).
final class GifPixels {

    private static final int MOST_CODES = 4096;

    private final ByteReader in;
    private int codeSize;
    private int clear;

    private final short[] prefix = new short[MOST_CODES];
    private final byte[] suffix = new byte[MOST_CODES];
    private final byte[] first = new byte[MOST_CODES];
    private final short[] lengths = new short[MOST_CODES];
    private final byte[] string = new byte[MOST_CODES + 1];

    private int blockLeft;
    private boolean ended;
    private int bits;
    private int bitCount;

    GifPixels(ByteReader in) {
        this.in = in;
    }

    /// Begins with the frame whose first data sub-block is at the cursor of `in`.
    ///
    /// @param size the LZW minimum code size of the frame
    GifPixels begin(int size) throws Refusal {
        if (size < 1 || size > 11) {
            throw in.corrupt("the image data at byte " + in.position() + " has an LZW code size of " + size);
        }
        codeSize = size;
        clear = 1 << size;
        blockLeft = 0;
        ended = false;
        bits = 0;
        bitCount = 0;
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
            first[i] = (byte) i;
            lengths[i] = 1;
        }
        return this;
    }

    /// Whether a pixel in `region` has this index. Missing pixels count as having it, because decoders leave
    /// them unchanged; so do those of an image that takes too long to decode.
    ///
    /// @param region in coordinates of the frame
    boolean anyOf(int index, Region frame, boolean interlaced, Region region) throws Refusal, IOException {
        if (!in.mayDecode(clear)) {
            return true;
        }
        int width = frame.width();
        int height = frame.height();
        var rows = new RowOrder(height, interlaced);
        int x = 0;
        int y = rows.next();
        int size = codeSize + 1;
        int next = clear + 2;
        int previous = -1;
        while (y >= 0) {
            int code = code(size);
            if (code < 0 || code == clear + 1) {
                break;
            }
            if (code == clear) {
                size = codeSize + 1;
                next = clear + 2;
                previous = -1;
                continue;
            }
            if (code > next || (code >= clear && previous < 0)) {
                throw in.corrupt("the image data before byte " + in.position() + " has an LZW code " + code
                        + " where at most " + next + " is known");
            }
            int length = expand(code, next, previous);
            if (!in.mayDecode(length)) {
                return true;
            }
            for (int i = 0; i < length && y >= 0; i++) {
                if ((string[i] & 0xFF) == index && region.contains(x, y)) {
                    return true;
                }
                if (++x == width) {
                    x = 0;
                    y = rows.next();
                }
            }
            if (previous >= 0 && next < MOST_CODES) {
                prefix[next] = (short) previous;
                suffix[next] = string[0];
                first[next] = first[previous];
                lengths[next] = (short) (lengths[previous] + 1);
                next++;
                if (next == 1 << size && size < 12) {
                    size++;
                }
            }
            previous = code;
        }
        return y >= 0;
    }

    /// Writes the pixels of a code to [#string] and returns their number.
    private int expand(int code, int next, int previous) {
        int length;
        int current;
        if (code == next) { // the one code that may be used before it is complete
            length = lengths[previous] + 1;
            string[length - 1] = first[previous];
            current = previous;
        } else {
            length = lengths[code];
            string[length - 1] = suffix[code];
            current = prefix[code];
        }
        for (int i = length - 2; i >= 0; i--) {
            string[i] = suffix[current];
            current = prefix[current];
        }
        return length;
    }

    private int code(int size) throws Refusal, IOException {
        while (bitCount < size) {
            if (blockLeft == 0) {
                blockLeft = ended ? 0 : in.u8();
                if (blockLeft == 0) {
                    ended = true;
                    return -1;
                }
            }
            bits |= in.u8() << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & (1 << size) - 1;
        bits >>>= size;
        bitCount -= size;
        return code;
    }

    /// The order in which rows are stored: top-down, or the four passes of appendix E.
    private static final class RowOrder {
        private final int height;
        private final boolean interlaced;
        private int pass;
        private int row;

        private RowOrder(int height, boolean interlaced) {
            this.height = height;
            this.interlaced = interlaced;
        }

        /// Returns the next row, -1 after the last.
        private int next() {
            if (!interlaced) {
                return row < height ? row++ : -1;
            }
            while (row >= height) {
                if (++pass > 3) {
                    pass = 4;
                    return -1;
                }
                row = 8 >> pass;
            }
            int result = row;
            row += pass == 0 ? 8 : 16 >> pass;
            return result;
        }
    }
}
