package io.sluice.imaging.webp;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.webp.Vp8lPixels.TooComplex;
import java.io.IOException;

/// The bits of a VP8L stream, the least significant of each byte first (RFC 9649, 3.2).
final class Vp8lBits {

    /// Maximum number of bits of [#peek].
    static final int PEEK = 8;

    private static final long BYTES_PER_PIXEL = 4;

    private final ByteReader in;
    private final long end;
    private final byte[] buffer = new byte[4 * 1024];
    private int bufferAt;
    private int bufferEnd;
    private long bits;
    private int count;

    /// Number of missing bits that [#peek] has returned as zeros.
    private int missing;

    /// Starts at the cursor of `in` and reads up to `end`.
    Vp8lBits(ByteReader in, long end) {
        this.in = in;
        this.end = end;
    }

    /// Announces an allocation.
    void allocate(long bytes) throws TooComplex {
        if (!in.mayAllocate(bytes)) {
            throw new TooComplex();
        }
    }

    Refusal corrupt(String detail) {
        return in.corrupt("the lossless image data before byte " + in.position() + " " + detail);
    }

    /// Counts `count` more pixels, or symbols of a prefix code, that will be decoded: a file of a few bytes
    /// can declare any number of them.
    ///
    /// @throws TooComplex when decoding would take too long
    void announce(long count) throws TooComplex {
        if (!in.mayDecode(BYTES_PER_PIXEL * count)) {
            throw new TooComplex();
        }
    }

    /// Returns the next `n` bits, at most 24.
    int read(int n) throws Refusal, IOException {
        fill(n);
        int value = (int) bits & (1 << n) - 1;
        skip(n);
        return value;
    }

    boolean flag() throws Refusal, IOException {
        return read(1) != 0;
    }

    /// Returns the next [#PEEK] bits without consuming them, zeros after the end.
    int peek() throws Refusal, IOException {
        fill(PEEK);
        return (int) bits & (1 << PEEK) - 1;
    }

    /// Consumes peeked bits.
    void skip(int n) throws Refusal {
        bits >>>= n;
        count -= n;
        if (count < missing) {
            throw corrupt("ends too early");
        }
    }

    private void fill(int n) throws Refusal, IOException {
        while (count < n) {
            int next = nextByte();
            if (next < 0) {
                missing += 8;
                next = 0;
            }
            bits |= (long) next << count;
            count += 8;
        }
    }

    private int nextByte() throws Refusal, IOException {
        if (bufferAt == bufferEnd) {
            long left = end - in.position();
            if (left <= 0) {
                return -1;
            }
            bufferEnd = Math.max(0, in.read(buffer, 0, (int) Math.min(buffer.length, left)));
            bufferAt = 0;
            if (bufferEnd == 0) {
                return -1;
            }
        }
        return buffer[bufferAt++] & 0xFF;
    }
}
