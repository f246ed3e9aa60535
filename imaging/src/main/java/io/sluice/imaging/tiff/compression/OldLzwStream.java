package io.sluice.imaging.tiff.compression;

import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;

/// LZW as TIFF had it before version 5.0: low bits first, code lengths changing as in GIF.
final class OldLzwStream extends LzwTable {

    private final SegmentBytes input;
    private final short[] heads = new short[TABLE];
    private final byte[] lasts = new byte[TABLE];
    private final byte[] firsts = new byte[TABLE];
    /// The bytes of the current string, the last one first.
    private final byte[] string = new byte[TABLE + 1];

    private int stringLeft;
    private int held;
    private int available;

    OldLzwStream(SegmentBytes input) {
        this.input = input;
        for (int i = 0; i < CLEAR; i++) {
            lasts[i] = (byte) i;
            firsts[i] = (byte) i;
        }
    }

    @Override
    public void restart() {
        clear();
        held = 0;
        available = 0;
        stringLeft = 0;
    }

    @Override
    public void read(byte[] target, int from, int count) throws IOException {
        for (int at = from; at < from + count; at++) {
            if (stringLeft == 0) {
                expand(nextString());
            }
            target[at] = string[--stringLeft];
        }
    }

    private int nextString() throws IOException {
        int code = nextData();
        boolean first = previous < 0;
        if (first ? code > 255 : code > next || (code == next && next == TABLE)) {
            throw new UndecodableException("a strip or tile is not valid LZW data");
        }
        if (!first && next < TABLE) {
            heads[next] = (short) previous;
            firsts[next] = firsts[previous];
            lasts[next] = firsts[code == next ? previous : code];
            next++;
            if (next == 1 << width && width < WIDEST) {
                width++;
            }
        }
        previous = code;
        return code;
    }

    private void expand(int code) {
        int c = code;
        while (c > END) {
            string[stringLeft++] = lasts[c];
            c = heads[c];
        }
        string[stringLeft++] = (byte) c;
    }

    @Override
    int nextCode() throws IOException {
        while (available < width) {
            held |= input.next() << available;
            available += 8;
        }
        int code = held & (1 << width) - 1;
        held >>>= width;
        available -= width;
        return code;
    }
}
