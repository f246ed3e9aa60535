package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The bits of entropy-coded data (ITU-T T.81, F.2.2.5), up to the next marker or the end of the file.
final class JpegBits {

    /// Returned when there are no more bits.
    static final int NONE = -1;

    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;

    private final ByteReader in;
    private long left;
    private long held;
    private int available;
    private boolean ended;

    /// @param most maximum number of bytes to read, after which there are no more bits
    JpegBits(ByteReader in, long most) {
        this.in = in;
        this.left = most;
    }

    /// Returns the next `count` bits, at most 16, or [#NONE].
    int next(int count) throws Refusal, IOException {
        fill();
        if (available < count) {
            return NONE;
        }
        available -= count;
        return (int) (held >>> available) & (1 << count) - 1;
    }

    /// Returns the next 16 bits without consuming them, padded with zeros at the end.
    int peek() throws Refusal, IOException {
        fill();
        return (int) (available >= 16 ? held >>> (available - 16) : held << (16 - available)) & 0xFFFF;
    }

    /// Consumes `count` peeked bits; returns `false` when there are fewer.
    boolean skip(int count) {
        available -= count;
        return available >= 0;
    }

    private void fill() throws Refusal, IOException {
        while (available < 16 && !ended) {
            if (in.remaining() == 0 || left-- == 0) {
                ended = true;
                return;
            }
            long at = in.position();
            int value = in.u8();
            if (value == 0xFF && (in.remaining() == 0 || in.u8() != 0)) {
                in.seek(at);
                ended = true;
                return;
            }
            held = held << 8 | value;
            available += 8;
        }
    }

    long left() {
        return left;
    }

    /// Discards the rest of the current byte and consumes a restart marker; returns `false` when there is
    /// none.
    boolean restart() throws Refusal, IOException {
        available = 0;
        ended = false;
        while (in.remaining() >= 2 && in.u8() == 0xFF) {
            int code = in.u8();
            if (code != 0xFF) {
                return code >= RST0 && code <= RST7;
            }
            in.seek(in.position() - 1); // a fill byte
        }
        return false;
    }
}
