package io.sluice.imaging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of one file, readable at any position; the file may be local, in memory or read by range
/// requests.
///
/// Not thread-safe. Closing releases the underlying resource.
public interface ImageBytes extends Closeable {

    /// Returns the length of the file in bytes.
    long size();

    /// Reads up to `target.remaining()` bytes at `position`. Reads less only at the end of the file.
    ///
    /// @return number of bytes, at least 1; -1 when `position` is at or after the end
    /// @throws IOException when the bytes cannot be read, which implies nothing about the image
    int read(long position, ByteBuffer target) throws IOException;

    @Override
    void close() throws IOException;
}
