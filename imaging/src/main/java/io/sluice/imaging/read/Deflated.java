package io.sluice.imaging.read;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Zlib streams in parts of the file, one after the other.
public final class Deflated implements ByteSource, AutoCloseable {

    private final ByteReader in;
    private final Inflater inflater = new Inflater();
    private final byte[] input = new byte[16 * 1024];
    private long end;

    public Deflated(ByteReader in) {
        this.in = in;
    }

    /// Begins with the stream at the cursor of `in`, which reaches up to `end`.
    public Deflated begin(long end) {
        this.end = end;
        inflater.reset();
        return this;
    }

    @Override
    public void fill(byte[] target) throws Refusal, IOException {
        int done = 0;
        while (done < target.length) {
            try {
                int count = inflater.inflate(target, done, target.length - done);
                done += count;
                if (count == 0) {
                    feed();
                }
            } catch (DataFormatException e) {
                throw in.corrupt("the data before byte " + in.position() + " is no valid zlib stream");
            }
        }
    }

    private void feed() throws Refusal, IOException {
        long left = end - in.position();
        if (inflater.finished() || inflater.needsDictionary() || left <= 0) {
            throw in.corrupt("the zlib stream before byte " + in.position() + " ends too early");
        }
        inflater.setInput(input, 0, in.read(input, 0, (int) Math.min(input.length, left)));
    }

    @Override
    public void close() {
        inflater.close();
    }
}
