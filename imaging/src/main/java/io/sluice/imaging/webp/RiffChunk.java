package io.sluice.imaging.webp;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// A chunk of a RIFF file (RFC 9649, 2.3).
///
/// @param type   four-character code
/// @param start  first byte of the data
/// @param length bytes of data
record RiffChunk(int type, long start, long length) {

    static final RiffChunk NONE = new RiffChunk(0, 0, 0);
    static final int HEADER_BYTES = 8;

    /// Reads the header of the chunk at the cursor, which must lie before `end`, and leaves the cursor on its
    /// data.
    static RiffChunk next(ByteReader in, long end) throws Refusal, IOException {
        in.step();
        long at = in.position();
        if (end - at < HEADER_BYTES) {
            throw in.corrupt("a chunk is missing at byte " + at);
        }
        int type = Integer.reverseBytes(in.i32());
        long length = in.u32();
        if (length > end - in.position()) {
            throw in.corrupt("the chunk " + ByteReader.name(type) + " at byte " + at + " declares " + length
                    + " bytes, " + (end - in.position()) + " are left");
        }
        return new RiffChunk(type, in.position(), length);
    }

    /// Returns the start of the next chunk: chunks have an even length.
    long end() {
        return start + length + (length & 1);
    }
}
