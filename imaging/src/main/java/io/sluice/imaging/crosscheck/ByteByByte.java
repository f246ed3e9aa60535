package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.io.InputStream;

/// A stream that makes its bytes one at a time.
abstract class ByteByByte extends InputStream {

    /// The next byte, -1 at the end.
    abstract int next() throws IOException;

    @Override
    public final int read() throws IOException {
        return next();
    }

    @Override
    public final int read(byte[] target, int from, int count) throws IOException {
        for (int done = 0; done < count; done++) {
            int next = next();
            if (next < 0) {
                return done == 0 ? -1 : done;
            }
            target[from + done] = (byte) next;
        }
        return count;
    }
}
