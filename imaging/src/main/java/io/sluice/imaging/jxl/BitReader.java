package io.sluice.imaging.jxl;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;

/// A reader of bits from bytes in memory, the least significant bit of each byte first.
final class BitReader {

    private final ByteReader file;
    private final byte[] bytes;
    private long position;

    /// @param file file of the refusal when there are too few bits
    BitReader(ByteReader file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /// Returns the next `count` bits, at most 32.
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
