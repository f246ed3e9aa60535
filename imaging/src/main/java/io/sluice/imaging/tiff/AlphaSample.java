package io.sluice.imaging.tiff;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.samples.SmallFloats;
import java.io.IOException;

/// The storage of the alpha samples of a TIFF page, and their opaque value.
record AlphaSample(int bits, boolean littleEndian, int format) {

    private static final int SIGNED = 2;
    private static final int FLOATING_POINT = 3;

    static AlphaSample of(ByteReader in, TiffPage page) throws Refusal, IOException {
        var directory = page.directory();
        long first = directory.optional(TiffDirectory.SAMPLE_FORMAT, 1);
        long format = directory.optional(
                TiffDirectory.SAMPLE_FORMAT, first, page.samples().alpha());
        return new AlphaSample(page.bits(), in.isLittleEndian(), (int) format);
    }

    /// Returns sample `index` of a row.
    long at(byte[] row, int index) {
        if (bits % 8 != 0) {
            return packed(row, (long) index * bits);
        }
        int bytes = bits / 8;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            int b = row[index * bytes + (littleEndian ? bytes - 1 - i : i)] & 0xFF;
            value = value << 8 | b;
        }
        return value;
    }

    private long packed(byte[] row, long bit) {
        long value = 0;
        for (int i = 0; i < bits; i++) {
            long at = bit + i;
            value = value << 1 | (row[(int) (at >> 3)] >> (7 - (at & 7)) & 1);
        }
        return value;
    }

    /// Returns sample `index` of a row whose bytes are separated by significance, the most significant first.
    long inPlanes(byte[] row, int index, int values) {
        long value = 0;
        for (int i = 0; i < bits / 8; i++) {
            value = value << 8 | (row[i * values + index] & 0xFF);
        }
        return value;
    }

    /// Whether a sample is fully opaque. Only the lowest [#bits] of the value are used.
    boolean full(long value) {
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        return switch (format) {
            case SIGNED -> (value & mask) == mask >>> 1;
            case FLOATING_POINT ->
                switch (bits) {
                    case 16 -> Float.float16ToFloat((short) value) >= 1;
                    case 24 -> SmallFloats.of24((int) value) >= 1;
                    case 32 -> Float.intBitsToFloat((int) value) >= 1;
                    case 64 -> Double.longBitsToDouble(value) >= 1;
                    default -> false;
                };
            default -> (value & mask) == mask;
        };
    }
}
