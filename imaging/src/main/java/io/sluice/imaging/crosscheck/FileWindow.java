package io.sluice.imaging.crosscheck;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A file that is read at any position, through a window of a few kilobytes.
final class FileWindow implements Closeable {

    private static final int WINDOW = 8 * 1024;

    private final RandomAccessFile file;
    private final long length;
    private final byte[] window = new byte[WINDOW];
    private long start;
    private int filled;
    private long position;
    private boolean little;

    private FileWindow(RandomAccessFile file) throws IOException {
        this.file = file;
        length = file.length();
    }

    static FileWindow open(Path path) throws IOException {
        return new FileWindow(new RandomAccessFile(path.toFile(), "r"));
    }

    void littleEndian(boolean isLittle) {
        little = isLittle;
    }

    long length() {
        return length;
    }

    long position() {
        return position;
    }

    void seek(long target) {
        position = target;
    }

    int u8() throws IOException {
        if (position < start || position >= start + filled) {
            if (position < 0 || position >= length) {
                throw new EOFException();
            }
            file.seek(position);
            start = position;
            filled = Math.max(0, file.read(window));
        }
        return window[(int) (position++ - start)] & 0xFF;
    }

    /// An unsigned number of up to eight bytes.
    long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long next = u8();
            value = little ? value | (next << (8 * i)) : value << 8 | next;
        }
        return value;
    }

    byte[] bytes(int count) throws IOException {
        if (count < 0 || position < 0 || count > length - position) {
            throw new EOFException();
        }
        var bytes = new byte[count];
        file.seek(position);
        file.readFully(bytes);
        position += count;
        return bytes;
    }

    /// The bytes from a position to the end of the file, independent of the window.
    ///
    /// @param reversed every byte has its bits in reverse order
    InputStream from(long at, boolean reversed) {
        return new Tail(at, reversed);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Tail extends InputStream {

        private final boolean reversed;
        private long at;

        Tail(long at, boolean reversed) {
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
}
