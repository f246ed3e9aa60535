package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;

/// A sequence of bytes within a file, read sequentially through a buffer. Not thread-safe.
public final class SegmentBytes {

    private static final int LARGEST_BUFFER = 32 * 1024;

    private final SourceBytes file;
    private final boolean bitsReversed;
    private final byte[] buffer;
    private long position;
    private long left;
    /// Number of bytes after the sequence that may be read too.
    private long spare;

    private int at;
    private int filled;

    private SegmentBytes(SourceBytes file, boolean bitsReversed, int bufferBytes) {
        this.file = file;
        this.bitsReversed = bitsReversed;
        this.buffer = new byte[bufferBytes];
    }

    /// Opens one sequence.
    ///
    /// @param bitsReversed whether every byte has its bits in reverse order
    /// @param ahead        maximum number of bytes to read ahead
    public static SegmentBytes open(SourceBytes file, long offset, long length, boolean bitsReversed, int ahead)
            throws UndecodableException {
        long available = Math.clamp(Math.min(length, file.size() - offset), 1, LARGEST_BUFFER);
        var segment = new SegmentBytes(file, bitsReversed, Math.clamp(ahead, 1, (int) available));
        segment.enter(offset, length, 0);
        return segment;
    }

    /// Opens a reader of one sequence after the other.
    public static SegmentBytes reusable(SourceBytes file, int bufferBytes, boolean bitsReversed) {
        return new SegmentBytes(file, bitsReversed, bufferBytes);
    }

    /// Begins with another sequence.
    ///
    /// @param end bytes up to this position are read when the length is too small
    public void enter(long offset, long length, long end) throws UndecodableException {
        if (offset < 0 || length < 0 || offset > file.size()) {
            throw new UndecodableException(length + " bytes at " + offset + " are not in the file");
        }
        position = offset;
        left = Math.min(length, file.size() - offset);
        spare = Math.max(0, Math.min(end, file.size()) - offset - left);
        at = 0;
        filled = 0;
    }

    /// Returns the next byte, 0 to 255.
    public int next() throws IOException {
        if (at == filled && !fill()) {
            throw new UndecodableException("the pixel data ends too early");
        }
        return buffer[at++] & 0xFF;
    }

    public void skip(long count) throws UndecodableException {
        if (count > left) {
            useSpare();
        }
        if (at != filled || count > left) {
            throw new UndecodableException("the pixel data ends too early");
        }
        position += count;
        left -= count;
    }

    public void readFully(byte[] target, int from, int count) throws IOException {
        int to = from;
        int end = from + count;
        while (to < end) {
            if (at < filled) {
                int take = Math.min(filled - at, end - to);
                System.arraycopy(buffer, at, target, to, take);
                at += take;
                to += take;
            } else if (end - to >= buffer.length && end - to <= left) {
                file.read(position, target, to, end - to);
                reverse(target, to, end);
                position += end - to;
                left -= end - to;
                to = end;
            } else if (!fill()) {
                throw new UndecodableException("the pixel data ends too early");
            }
        }
    }

    /// Reads the next bytes into [#buffer], whose content is replaced; returns `false` at the end.
    public boolean fill() throws IOException {
        if (left == 0) {
            useSpare();
        }
        int count = (int) Math.min(buffer.length, left);
        if (count == 0) {
            return false;
        }
        file.read(position, buffer, 0, count);
        reverse(buffer, 0, count);
        position += count;
        left -= count;
        at = 0;
        filled = count;
        return true;
    }

    private void useSpare() {
        left += spare;
        spare = 0;
    }

    /// Returns the buffer, whose bytes from [#at] to [#filled] have not been read yet.
    public byte[] buffer() {
        return buffer;
    }

    public int at() {
        return at;
    }

    /// Skips the bytes before `position` of the buffer.
    public void moveTo(int position) {
        at = position;
    }

    public int filled() {
        return filled;
    }

    private void reverse(byte[] bytes, int from, int to) {
        if (bitsReversed) {
            for (int i = from; i < to; i++) {
                bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
            }
        }
    }
}
