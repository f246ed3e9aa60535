package io.sluice.imaging.tiff.compression;

import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// LZW, high bits first, code lengths changing one code early (TIFF 6.0, section 13).
///
/// A string is kept as its last one to four bytes and the code of what is before them, whose length is a
/// multiple of four. So most strings of a photograph are written by one store, without a loop whose end no
/// processor can foresee. All tiles that lie side by side have one of these: eight bytes a store would make
/// it half as large again.
final class LzwStream extends LzwTable {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Most bytes of a tail.
    private static final int TAIL = 4;

    private final SegmentBytes input;
    /// The last bytes of each string, the first of them lowest.
    private final int[] tails = new int[TABLE];
    /// The code of what is before the tail.
    private final short[] heads = new short[TABLE];
    private final short[] lengths = new short[TABLE];
    private final byte[] firsts = new byte[TABLE];
    /// The string that had no room in the last target, with what a store writes too much.
    private byte[] pending = {};
    private int pendingFrom;
    private int pendingTo;
    /// Bits read ahead, the next one highest. Those beyond what is available are zero or the ones that come
    /// next.
    private long held;
    private int available;

    LzwStream(SegmentBytes input) {
        this.input = input;
        for (int i = 0; i < 256; i++) {
            tails[i] = i;
            firsts[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    @Override
    public void restart() {
        clear();
        held = 0;
        available = 0;
        pendingFrom = 0;
        pendingTo = 0;
    }

    @Override
    public void read(byte[] target, int from, int count) throws IOException {
        int end = from + count;
        int at = takePending(target, from, end);
        while (at < end) {
            at = readOn(target, at, end);
            if (at == end) {
                return;
            }
            int code = nextString();
            pendingFrom = 0;
            pendingTo = lengths[code];
            if (pending.length < pendingTo + TAIL) {
                pending = new byte[2 * pendingTo + TAIL];
            }
            write(code, pendingTo, pending, 0);
            at = takePending(target, at, end);
        }
    }

    private int takePending(byte[] target, int at, int end) {
        int take = Math.min(pendingTo - pendingFrom, end - at);
        System.arraycopy(pending, pendingFrom, target, at, take);
        pendingFrom += take;
        return at + take;
    }

    /// Decodes while nothing is special: neither code 256 or 257, nor one that has to be checked, nor a
    /// string without room for a whole store, nor the last bytes of the buffer. Returns where it stopped.
    private int readOn(byte[] target, int from, int end) {
        byte[] buffer = input.buffer();
        int in = input.at();
        int lastIn = input.filled() - 8;
        int at = from;
        int last = previous;
        int free = next;
        int bits = width;
        long window = held;
        int count = available;
        while (in <= lastIn && last >= 0 && free < TABLE) {
            // as many whole bytes as there is room for; of the next one a part
            window |= (long) LONGS.get(buffer, in) >>> count;
            int code = (int) (window >>> (64 - bits));
            int tail = code < free ? code : last;
            int length = lengths[tail] + (code < free ? 0 : 1);
            if (code == CLEAR || code == END || code > free || length + TAIL - 1 > end - at) {
                break;
            }
            in += (63 - count) >> 3;
            count = (count | 56) - bits;
            window <<= bits;
            enter(free, last, firsts[tail]);
            write(code, length, target, at);
            at += length;
            last = code;
            free++;
            if (free + 1 == 1 << bits && bits < WIDEST) {
                bits++;
            }
        }
        held = window;
        available = count;
        input.moveTo(in);
        previous = last;
        next = free;
        width = bits;
        return at;
    }

    /// Reads on to the next code that stands for bytes and enters it into the table.
    private int nextString() throws IOException {
        int code = nextData();
        boolean known = code < next && (code < CLEAR || code > END);
        if (previous < 0 ? code > 255 : !known && code != next) {
            throw new UndecodableException("a strip or tile is not valid LZW data");
        }
        if (previous >= 0 && next < TABLE) {
            enter(next, previous, firsts[code == next ? previous : code]);
            next++;
            // one code earlier than need be
            if (next + 1 == 1 << width && width < WIDEST) {
                width++;
            }
        } else if (!known) {
            throw new UndecodableException("a strip or tile is not valid LZW data");
        }
        previous = code;
        return code;
    }

    @Override
    int nextCode() throws IOException {
        while (available < width) {
            held |= (long) input.next() << (56 - available);
            available += 8;
        }
        int code = (int) (held >>> (64 - width));
        held <<= width;
        available -= width;
        return code;
    }

    /// Makes `code` stand for the string of `of` and one byte more.
    private void enter(int code, int of, byte more) {
        int length = lengths[of];
        int inTail = length % TAIL;
        tails[code] = (inTail == 0 ? 0 : tails[of]) | (more & 0xFF) << (8 * inTail);
        heads[code] = inTail == 0 ? (short) of : heads[of];
        lengths[code] = (short) (length + 1);
        firsts[code] = firsts[of];
    }

    /// Writes the string of `code`, and up to three bytes of no meaning behind it.
    private void write(int code, int length, byte[] target, int from) {
        int at = from + (length - 1) / TAIL * TAIL;
        INTS.set(target, at, tails[code]);
        int c = code;
        while (at > from) {
            at -= TAIL;
            c = heads[c];
            INTS.set(target, at, tails[c]);
        }
    }
}
