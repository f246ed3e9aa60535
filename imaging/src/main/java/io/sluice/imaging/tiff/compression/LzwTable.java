package io.sluice.imaging.tiff.compression;

import java.io.IOException;

/// What both kinds of LZW have in common: the codes that stand for no bytes, and how far the table of strings
/// is.
abstract sealed class LzwTable extends TileStream permits LzwStream, OldLzwStream {

    static final int CLEAR = 256;
    static final int END = 257;
    static final int TABLE = 4096;
    static final int NARROWEST = 9;
    static final int WIDEST = 12;

    /// The code of the string that is entered next.
    int next = END + 1;

    /// Bits of the next code.
    int width = NARROWEST;

    /// The code before this one, -1 behind a cleared table.
    int previous = -1;

    /// Forgets all strings.
    final void clear() {
        next = END + 1;
        width = NARROWEST;
        previous = -1;
    }

    /// Reads one code of [#width] bits.
    abstract int nextCode() throws IOException;

    /// Reads on to the next code that stands for bytes.
    final int nextData() throws IOException {
        int code = nextCode();
        while (code == CLEAR) {
            clear();
            code = nextCode();
        }
        if (code == END) {
            throw tooShort();
        }
        return code;
    }
}
