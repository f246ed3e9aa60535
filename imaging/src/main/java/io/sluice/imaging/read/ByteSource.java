package io.sluice.imaging.read;

import java.io.IOException;

/// Uncompressed bytes of a picture, in order, from a compressed part of the file.
public interface ByteSource {

    /// Fills all of `target` with what comes next.
    ///
    /// @throws Refusal when the data ends before or is damaged
    void fill(byte[] target) throws Refusal, IOException;

    /// Bytes as they are, from the cursor on.
    static ByteSource uncompressed(ByteReader in) {
        return target -> {
            in.require(target.length);
            int done = 0;
            while (done < target.length) {
                done += in.read(target, done, target.length - done);
            }
        };
    }
}
