package io.sluice.imaging.deflate;

import java.util.Arrays;

/// An output of bits, the low ones first (RFC 1951, 3.1.1), to a growing array. Not thread-safe.
public final class BitSink {

    private byte[] bytes;
    private int size;
    private long held;
    private int count;

    BitSink(int expectedBytes) {
        bytes = new byte[expectedBytes + 16];
    }

    /// Reserves space for `bits` more bits, so that [#put] need not check.
    void reserve(long bits) {
        long needed = size + bits / 8 + 16;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, bytes.length + bytes.length / 2L)));
        }
    }

    /// Appends the low `length` bits of `value`, at most 31, the others being zero.
    void put(int value, int length) {
        held |= (long) value << count;
        count += length;
        if (count >= 32) {
            EightBytes.set(bytes, size, held);
            size += 4;
            held >>>= 32;
            count -= 32;
        }
    }

    /// Pads to a whole byte.
    void align() {
        EightBytes.set(bytes, size, held);
        size += (count + 7) / 8;
        held = 0;
        count = 0;
    }

    /// Appends whole bytes; only when aligned.
    void put(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    /// Returns the underlying array; bytes after [#size] are undefined.
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }
}
