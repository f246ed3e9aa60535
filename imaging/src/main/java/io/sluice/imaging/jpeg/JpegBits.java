package io.sluice.imaging.jpeg;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The bits of entropy-coded data (ITU-T T.81, F.2.2.5), up to the next marker or the end of the file.
final class JpegBits {

    /// Returned where there are no more bits.
    static final int NONE = -1;

    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;

    private final ByteReader in;
    private int held;
    private int available;

    JpegBits(ByteReader in) {
        this.in = in;
    }

    /// The next `count` bits, at most 16, or [#NONE].
    int next(int count) throws Refusal, IOException {
        while (available < count) {
            if (in.remaining() == 0) {
                return NONE;
            }
            long at = in.position();
            int value = in.u8();
            if (value == 0xFF && (in.remaining() == 0 || in.u8() != 0)) {
                in.seek(at);
                return NONE;
            }
            held = held << 8 | value;
            available += 8;
        }
        available -= count;
        return held >> available & (1 << count) - 1;
    }

    /// Gives up the rest of the current byte and passes over a restart marker, `false` when there is none.
    boolean restart() throws Refusal, IOException {
        available = 0;
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
