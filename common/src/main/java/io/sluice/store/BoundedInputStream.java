package io.sluice.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A view of the first bytes of a stream.
public final class BoundedInputStream extends FilterInputStream {

    private long remaining;

    public BoundedInputStream(InputStream in, long limit) {
        super(in);
        this.remaining = limit;
    }

    @Override
    public int read() throws IOException {
        if (remaining == 0) {
            return -1;
        }
        var b = in.read();
        remaining -= b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (remaining == 0 && length > 0) {
            return -1;
        }
        var count = in.read(bytes, offset, (int) Math.min(length, remaining));
        remaining -= Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        var skipped = in.skip(Math.min(count, remaining));
        remaining -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), remaining);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
