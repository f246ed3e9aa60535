package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The bytes of a file at any position, for decoders of compressed pixels.
public interface SourceBytes {

    /// Returns the length of the file in bytes.
    long size();

    /// Reads exactly `count` bytes.
    ///
    /// @throws UndecodableException when the file is too short
    void read(long position, byte[] target, int from, int count) throws IOException;

    /// Returns the file of `in`, read within its budget; moves its cursor.
    static SourceBytes of(ByteReader in) {
        return new SourceBytes() {
            @Override
            public long size() {
                return in.size();
            }

            @Override
            public void read(long position, byte[] target, int from, int count) throws IOException {
                try {
                    in.seek(position);
                    in.require(count);
                    for (int done = 0; done < count; ) {
                        done += in.read(target, from + done, count - done);
                    }
                } catch (Refusal refusal) {
                    throw new UndecodableException(refusal.detail());
                }
            }
        };
    }

    /// Returns bytes in memory; the array is not copied.
    static SourceBytes of(byte[] bytes) {
        return new SourceBytes() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long position, byte[] target, int from, int count) throws IOException {
                if (position < 0 || position > bytes.length - count) {
                    throw new UndecodableException("the pixel data ends too early");
                }
                System.arraycopy(bytes, (int) position, target, from, count);
            }
        };
    }
}
