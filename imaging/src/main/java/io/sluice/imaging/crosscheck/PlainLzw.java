package io.sluice.imaging.crosscheck;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Decodes LZW of both kinds that TIFF has had, string by string.
final class PlainLzw extends ByteByByte {

    private final InputStream in;
    private final boolean old;
    private final byte[][] strings = new byte[4096][];
    private int size;
    private int width;
    private int held;
    private int count;
    private byte[] previous = {};
    private byte[] current = {};
    private int at;

    PlainLzw(InputStream raw) throws IOException {
        in = raw.markSupported() ? raw : new BufferedInputStream(raw);
        in.mark(2);
        old = in.read() == 0 && (in.read() & 1) == 1;
        in.reset();
        for (int i = 0; i < 256; i++) {
            strings[i] = new byte[] {(byte) i};
        }
        clear();
    }

    private void clear() {
        size = 258;
        width = 9;
        previous = new byte[0];
    }

    @Override
    int next() throws IOException {
        while (at == current.length) {
            int code = code();
            if (code < 0 || code == 257) {
                return -1;
            }
            if (code == 256) {
                clear();
                continue;
            }
            byte[] known = code < size ? strings[code] : null;
            if (known == null && (previous.length == 0 || code != size)) {
                throw new IOException("a code that is not known");
            }
            current = known == null ? longer(previous, previous[0]) : known;
            if (previous.length > 0 && size < 4096) {
                strings[size++] = longer(previous, current[0]);
                if (size == (1 << width) - (old ? 0 : 1) && width < 12) {
                    width++;
                }
            }
            previous = current;
            at = 0;
        }
        return current[at++] & 0xFF;
    }

    private static byte[] longer(byte[] string, byte more) {
        byte[] result = java.util.Arrays.copyOf(string, string.length + 1);
        result[string.length] = more;
        return result;
    }

    private int code() throws IOException {
        while (count < width) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            held = old ? held | (next << count) : held << 8 | next;
            count += 8;
        }
        count -= width;
        int code;
        if (old) {
            code = held & (1 << width) - 1;
            held >>>= width;
        } else {
            code = held >>> count & (1 << width) - 1;
            held &= (1 << count) - 1;
        }
        return code;
    }
}
