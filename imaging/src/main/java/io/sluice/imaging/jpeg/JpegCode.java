package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// A Huffman code (ITU-T T.81, annex C and F.2.2.3).
final class JpegCode {

    private static final int LONGEST = 16;

    /// For each length, the first code that is longer, left-aligned in 16 bits.
    private final int[] limits = new int[LONGEST + 1];
    /// For each length, the number to add to a code for its index.
    private final int[] offsets = new int[LONGEST + 1];
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
            code.offsets[length] = index - next;
            next += counts[length];
            index += counts[length];
            code.limits[length] = next << (LONGEST - length);
            next <<= 1;
        }
        return code;
    }

    /// Returns the next value, or [JpegBits#NONE] when the bits end or are no code.
    int next(JpegBits bits) throws Refusal, IOException {
        int peeked = bits.peek();
        for (int length = 1; length <= LONGEST; length++) {
            if (peeked < limits[length]) {
                int index = (peeked >> (LONGEST - length)) + offsets[length];
                return bits.skip(length) && index >= 0 && index < values.length ? values[index] & 0xFF : JpegBits.NONE;
            }
        }
        return JpegBits.NONE;
    }
}
