package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.io.InputStream;

/// Unpacks runs of bytes (TIFF 6.0, section 9).
final class PlainPackBits extends ByteByByte {

    private final InputStream in;
    private int literals;
    private int repeats;
    private int value;

    PlainPackBits(InputStream in) {
        this.in = in;
    }

    @Override
    int next() throws IOException {
        while (literals == 0 && repeats == 0) {
            int header = in.read();
            if (header < 0) {
                return -1;
            }
            if (header < 128) {
                literals = header + 1;
            } else if (header > 128) {
                repeats = 257 - header;
                value = in.read();
            }
        }
        if (literals > 0) {
            literals--;
            return in.read();
        }
        repeats--;
        return value;
    }
}
