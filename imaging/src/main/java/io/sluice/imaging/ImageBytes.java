package io.sluice.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of one file, read at any position; the file itself may be local, in memory or behind ranged requests.
///
/// Not thread-safe. Closing releases what stands behind it.
public interface ImageBytes extends Closeable {

    /// Length of the file in bytes.
    long size();

    /// Reads up to `target.remaining()` bytes at `position` and returns how many were read, at least one unless
    /// `position` is at or past the end, then -1. Reads less only at the end of the file.
    ///
    /// @throws IOException when the bytes cannot be reached; that says nothing about the image
    int read(long position, ByteBuffer target) throws IOException;

    @Override
    void close() throws IOException;
}
