package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// A Huffman code (ITU-T T.81, annex C and F.2.2.3).
final class JpegCode {

    private static final int LONGEST = 16;

    private final int[] firstCode = new int[LONGEST + 1];
    private final int[] firstIndex = new int[LONGEST + 1];
    private final int[] counts = new int[LONGEST + 1];
    private final byte[] values;

    private JpegCode(byte[] values) {
        this.values = values;
    }

    /// Reads the lengths and values of a code at the cursor.
    static JpegCode read(ByteReader in) throws Refusal, IOException {
        var counts = new int[LONGEST + 1];
        int total = 0;
        for (int length = 1; length <= LONGEST; length++) {
            counts[length] = in.u8();
            total += counts[length];
        }
        var code = new JpegCode(in.bytes(total));
        int next = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code.counts[length] = counts[length];
            code.firstCode[length] = next;
            code.firstIndex[length] = index;
            next = next + counts[length] << 1;
            index += counts[length];
        }
        return code;
    }

    /// The next value, or [JpegBits#NONE] when the bits end or are no code.
    int next(JpegBits bits) throws Refusal, IOException {
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int bit = bits.next(1);
            if (bit < 0) {
                return JpegBits.NONE;
            }
            code = code << 1 | bit;
            int at = code - firstCode[length];
            if (at >= 0 && at < counts[length]) {
                return values[firstIndex[length] + at] & 0xFF;
            }
        }
        return JpegBits.NONE;
    }
}
