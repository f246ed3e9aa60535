package io.sluice.imaging.decode;

import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file with concurrent reads at any position.
public final class FileBytes implements ImageBytes, SourceBytes {

    private final FileChannel channel;
    private final long size;

    private FileBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    public static FileBytes open(Path file) throws IOException {
        return new FileBytes(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return channel.read(target, position);
    }

    @Override
    public void read(long position, byte[] target, int from, int count) throws IOException {
        require(position, count);
        var buffer = ByteBuffer.wrap(target, from, count);
        long at = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new UndecodableException("the file ends at byte " + at);
            }
            at += read;
        }
    }

    /// Returns the `count` bytes at `position`; allocates nothing before their existence is checked.
    public byte[] read(long position, int count) throws IOException {
        require(position, count);
        var bytes = new byte[count];
        read(position, bytes, 0, count);
        return bytes;
    }

    private void require(long position, int count) throws UndecodableException {
        if (position < 0 || count < 0 || position > size - count) {
            throw new UndecodableException(
                    "the file has " + size + " bytes and refers to " + count + " at " + position);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
