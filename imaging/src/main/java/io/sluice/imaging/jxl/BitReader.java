package io.sluice.imaging.jxl;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;

/// Reads bits, the least significant of each byte first, from bytes that are in memory.
final class BitReader {

    private final ByteReader file;
    private final byte[] bytes;
    private long position;

    /// @param file for which a rejection speaks when the bits run out
    BitReader(ByteReader file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /// The next `count` bits, at most 32.
    long bits(int count) throws Refusal {
        if (position + count > 8L * bytes.length) {
            throw file.corrupt("its header ends after " + bytes.length + " bytes");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            int bit = bytes[(int) (position >> 3)] >> (position & 7) & 1;
            value |= (long) bit << i;
            position++;
        }
        return value;
    }

    boolean flag() throws Refusal {
        return bits(1) == 1;
    }
}
