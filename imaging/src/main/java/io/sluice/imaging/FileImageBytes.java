package io.sluice.imaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a local file. It owns its channel, which [#close()] closes.
public final class FileImageBytes implements ImageBytes {

    private final FileChannel channel;
    private final long size;

    private FileImageBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    /// Opens a file for reading. Its size is read now; a file that shrinks later ends early.
    public static FileImageBytes open(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new FileImageBytes(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position >= size) {
            return -1;
        }
        int total = 0;
        while (target.hasRemaining()) {
            int read = channel.read(target, position + total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total == 0 ? -1 : total;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
