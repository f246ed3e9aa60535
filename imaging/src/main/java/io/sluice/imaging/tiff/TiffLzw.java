package io.sluice.imaging.tiff;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.ByteSource;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, the most significant bit first, growing one code
/// early.
final class TiffLzw implements ByteSource {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST_CODES = 4096;

    private final ByteReader in;
    private final short[] prefix = new short[MOST_CODES];
    private final byte[] suffix = new byte[MOST_CODES];
    private final short[] lengths = new short[MOST_CODES];

    /// The string of the last code and how much of it is still to be delivered.
    private final byte[] string = new byte[MOST_CODES];

    private int stringLength;
    private int delivered;

    private int next;
    private int previous;
    private int width;
    private int bits;
    private int bitCount;

    TiffLzw(ByteReader in) {
        this.in = in;
        for (int i = 0; i < CLEAR; i++) {
            suffix[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    /// Begins with the data at the cursor of `in`.
    TiffLzw begin() {
        clear();
        bitCount = 0;
        stringLength = 0;
        delivered = 0;
        return this;
    }

    private void clear() {
        next = END + 1;
        width = 9;
        previous = -1;
    }

    @Override
    public void fill(byte[] target) throws Refusal, IOException {
        int done = 0;
        while (done < target.length) {
            if (delivered == stringLength) {
                nextString();
            }
            int count = Math.min(stringLength - delivered, target.length - done);
            System.arraycopy(string, delivered, target, done, count);
            delivered += count;
            done += count;
        }
    }

    private void nextString() throws Refusal, IOException {
        int code = code();
        while (code == CLEAR) {
            clear();
            code = code();
        }
        if (code == END) {
            throw in.corrupt("the LZW data before byte " + in.position() + " ends too early");
        }
        if (code > next || (code == next && previous < 0) || (code > END && previous < 0)) {
            throw in.corrupt("the LZW data before byte " + in.position() + " has the unknown code " + code);
        }
        expand(code);
        if (previous >= 0 && next < MOST_CODES - 1) {
            prefix[next] = (short) previous;
            suffix[next] = string[0];
            lengths[next] = (short) (lengths[previous] + 1);
            next++;
            if (next == (1 << width) - 1 && width < 12) {
                width++;
            }
        }
        previous = code;
    }

    private void expand(int code) {
        boolean incomplete = code == next; // the one code that may be used before it is defined
        int known = incomplete ? previous : code;
        int length = lengths[known];
        int current = known;
        for (int i = length - 1; i >= 0; i--) {
            string[i] = suffix[current];
            current = prefix[current];
        }
        if (incomplete) {
            string[length] = string[0];
        }
        stringLength = incomplete ? length + 1 : length;
        delivered = 0;
    }

    private int code() throws Refusal, IOException {
        while (bitCount < width) {
            bits = bits << 8 | in.u8();
            bitCount += 8;
        }
        bitCount -= width;
        return bits >> bitCount & (1 << width) - 1;
    }
}
