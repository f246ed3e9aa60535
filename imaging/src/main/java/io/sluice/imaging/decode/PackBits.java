package io.sluice.imaging.decode;

import java.io.IOException;
import java.util.Arrays;

/// A decoder of PackBits run-length compression (TIFF 6.0, section 9), as in TIFF and Photoshop files. Rows
/// should be packed separately; runs that extend into the next row are supported, too.
public final class PackBits {

    private final SegmentBytes input;
    private int literal;
    private int repeated;
    private byte value;

    public PackBits(SegmentBytes input) {
        this.input = input;
    }

    /// Restarts with the run to which the input was moved.
    public void restart() {
        literal = 0;
        repeated = 0;
    }

    /// Reads the next `count` bytes.
    ///
    /// @throws io.sluice.imaging.pixels.UndecodableException when the input ends before
    public void read(byte[] target, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (literal > 0) {
                int take = Math.min(literal, end - at);
                input.readFully(target, at, take);
                literal -= take;
                at += take;
            } else if (repeated > 0) {
                int take = Math.min(repeated, end - at);
                Arrays.fill(target, at, at + take, value);
                repeated -= take;
                at += take;
            } else {
                start();
            }
        }
    }

    private void start() throws IOException {
        int header = (byte) input.next();
        if (header >= 0) {
            literal = header + 1;
        } else if (header != -128) { // -128 is no operation
            repeated = 1 - header;
            value = (byte) input.next();
        }
    }
}
