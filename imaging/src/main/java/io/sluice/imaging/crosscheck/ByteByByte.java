package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.io.InputStream;

/// A stream that makes its bytes one at a time.
abstract class ByteByByte extends InputStream {

    @Override
    public final int read(byte[] target, int from, int count) throws IOException {
        for (int done = 0; done < count; done++) {
            int next = read();
            if (next < 0) {
                return done == 0 ? -1 : done;
            }
            target[from + done] = (byte) next;
        }
        return count;
    }
}
