package io.sluice.imaging.psd;

import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The inflated bytes of a zlib stream, from front to back.
final class ZippedBytes implements AutoCloseable {

    private final SegmentBytes input;
    private final Inflater inflater = new Inflater();

    ZippedBytes(SegmentBytes input) {
        this.input = input;
    }

    /// Reads the next `count` bytes.
    ///
    /// @throws UndecodableException when the stream is damaged or ends before
    void read(byte[] target, int from, int count) throws IOException {
        int done = 0;
        try {
            while (done < count) {
                int inflated = inflater.inflate(target, from + done, count - done);
                done += inflated;
                if (inflated == 0) {
                    if (inflater.finished() || inflater.needsDictionary() || !input.fill()) {
                        throw new UndecodableException("the merged image holds fewer pixels than it should");
                    }
                    inflater.setInput(input.buffer(), 0, input.filled());
                }
            }
        } catch (DataFormatException e) {
            throw new UndecodableException("the merged image is not valid zlib data", e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
