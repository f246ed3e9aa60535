package io.sluice.imaging.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that one thread writes while another reads it. The reader reaches the end only when the writer has
/// called [#complete]; if the writer gives up before, reading fails.
final class FollowedFile extends OutputStream {

    private static final int BUFFER = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer pending = ByteBuffer.allocate(BUFFER);
    private final Object progress = new Object();
    /// Number of bytes in the file, and whether it is complete or given up: guarded by `progress`.
    private long written;

    private boolean complete;
    private boolean givenUp;

    private FollowedFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Creates `path`, or empties it.
    static FollowedFile create(Path path) throws IOException {
        return new FollowedFile(FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ));
    }

    /// Reads the file from its beginning; waits for bytes that are not written yet. Ends with [#close].
    InputStream reader() {
        return new Follower();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > pending.remaining()) {
            flush();
        }
        if (count > pending.remaining()) {
            append(ByteBuffer.wrap(bytes, from, count));
        } else {
            pending.put(bytes, from, count);
        }
    }

    @Override
    public void flush() throws IOException {
        pending.flip();
        append(pending);
        pending.clear();
    }

    /// Marks the file as complete.
    void complete() throws IOException {
        flush();
        synchronized (progress) {
            complete = true;
            progress.notifyAll();
        }
    }

    /// Marks the file as given up, unless it is complete, so that readers do not wait.
    void giveUp() {
        synchronized (progress) {
            givenUp = true;
            progress.notifyAll();
        }
    }

    /// Closes the file for the writer and the reader.
    @Override
    public void close() throws IOException {
        giveUp();
        channel.close();
    }

    private void append(ByteBuffer bytes) throws IOException {
        long count = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        synchronized (progress) {
            written += count;
            progress.notifyAll();
        }
    }

    private final class Follower extends InputStream {

        private final ByteBuffer ahead = ByteBuffer.allocate(BUFFER).flip();
        private long position;

        @Override
        public int read() throws IOException {
            return fill() ? ahead.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int take = Math.min(count, ahead.remaining());
            ahead.get(target, from, take);
            return take;
        }

        private boolean fill() throws IOException {
            if (ahead.hasRemaining()) {
                return true;
            }
            long available = await(position);
            if (available == 0) {
                return false;
            }
            ahead.clear().limit((int) Math.min(available, ahead.capacity()));
            while (ahead.hasRemaining()) {
                if (channel.read(ahead, position + ahead.position()) < 0) {
                    throw new IOException("the file lost bytes that were written");
                }
            }
            position += ahead.position();
            ahead.flip();
            return true;
        }
    }

    /// Waits until there are bytes at `position`; returns 0 at the end.
    private long await(long position) throws IOException {
        synchronized (progress) {
            while (written == position && !complete && !givenUp) {
                try {
                    progress.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted while following a file", e);
                }
            }
            if (written == position && !complete) {
                throw new IOException("the file was given up");
            }
            return written - position;
        }
    }
}
