package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The inflated bytes of a zlib stream, from front to back.
public final class ZippedBytes implements AutoCloseable {

    private final SegmentBytes input;
    private final Messages messages;
    private final Inflater inflater = new Inflater();

    /// The messages about unusable streams.
    ///
    /// @param tooShort the stream ends too early
    /// @param damaged  the stream is not valid zlib data
    public record Messages(String tooShort, String damaged) {
        static final Messages DEFAULT = new Messages(
                "the zlib data holds fewer pixels than it should", "the pixel data is not valid zlib data");
    }

    public ZippedBytes(SegmentBytes input) {
        this(input, Messages.DEFAULT);
    }

    public ZippedBytes(SegmentBytes input, Messages messages) {
        this.input = input;
        this.messages = messages;
    }

    /// Continues with another stream, to which the input was moved.
    public void restart() {
        inflater.reset();
    }

    /// Reads the next `count` bytes.
    ///
    /// @throws UndecodableException when the stream is damaged or ends before
    public void read(byte[] target, int from, int count) throws IOException {
        int done = 0;
        try {
            while (done < count) {
                int inflated = inflater.inflate(target, from + done, count - done);
                done += inflated;
                if (inflated == 0) {
                    if (inflater.finished() || inflater.needsDictionary() || !input.fill()) {
                        throw new UndecodableException(messages.tooShort);
                    }
                    inflater.setInput(input.buffer(), 0, input.filled());
                }
            }
        } catch (DataFormatException e) {
            throw new UndecodableException(messages.damaged, e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
