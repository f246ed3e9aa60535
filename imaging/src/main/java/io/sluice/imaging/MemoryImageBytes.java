package io.sluice.imaging;

import java.nio.ByteBuffer;

/// The bytes of a file in memory. The array is not copied and must not change while it is in use.
public final class MemoryImageBytes implements ImageBytes {

    private final byte[] content;

    public MemoryImageBytes(byte[] content) {
        this.content = content;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public int read(long position, ByteBuffer target) {
        if (position >= content.length) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), content.length - position);
        target.put(content, (int) position, length);
        return length;
    }

    /// Does nothing.
    @Override
    public void close() {}
}
