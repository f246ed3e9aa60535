package io.sluice.imaging.crosscheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;

/// The bytes of a file from a position to its end.
final class FileTail extends InputStream {

    private final RandomAccessFile file;
    private final boolean reversed;
    private long at;

    FileTail(RandomAccessFile file, long at) {
        this(file, at, false);
    }

    /// @param reversed every byte has its bits in reverse order
    FileTail(RandomAccessFile file, long at, boolean reversed) {
        this.file = file;
        this.at = at;
        this.reversed = reversed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        file.seek(at);
        int read = file.read(target, from, count);
        at += Math.max(0, read);
        for (int i = from; reversed && i < from + read; i++) {
            target[i] = (byte) (Integer.reverse(target[i]) >>> 24);
        }
        return read;
    }
}
