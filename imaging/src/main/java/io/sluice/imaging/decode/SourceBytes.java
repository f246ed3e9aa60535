package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The bytes of a file at any position, for decoders of compressed pixels.
public interface SourceBytes {

    /// Length of the file in bytes.
    long size();

    /// Reads exactly `count` bytes.
    ///
    /// @throws UndecodableException when the file does not reach that far
    void read(long position, byte[] target, int from, int count) throws IOException;

    /// The file of `in`, read within its budget; moves its cursor.
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
}
