package io.sluice.lab.bench.imaging;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The LZW encoder of TIFF: high bits first, code lengths change one code early (TIFF 6.0, section 13).
final class LzwEncoder {

    private static final int CLEAR = 256;
    private static final int END = 257;
    /// Code at which the table is cleared, one before it is full.
    private static final int LAST = 4094;

    private static final int SLOTS = 1 << 14;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /// Prefix and byte of each entry, and its code, in a hash table.
    private final int[] keys = new int[SLOTS];

    private final int[] codes = new int[SLOTS];
    private int next;
    private int width;
    private int held;
    private int count;

    byte[] encode(byte[] bytes) {
        clear();
        int prefix = bytes[0] & 0xFF;
        for (int i = 1; i < bytes.length; i++) {
            int key = (prefix << 8 | (bytes[i] & 0xFF)) + 1;
            int slot = slot(key);
            if (keys[slot] == key) {
                prefix = codes[slot];
                continue;
            }
            put(prefix);
            keys[slot] = key;
            codes[slot] = next++;
            if (next == LAST) {
                clear();
            } else if (next + 1 > 1 << width) {
                width++;
            }
            prefix = bytes[i] & 0xFF;
        }
        put(prefix);
        if (++next + 1 > 1 << width) {
            width++;
        }
        put(END);
        out.write(held << (8 - count));
        return out.toByteArray();
    }

    private void clear() {
        if (next == 0) {
            width = 9;
        }
        put(CLEAR);
        Arrays.fill(keys, 0);
        next = END + 1;
        width = 9;
    }

    private int slot(int key) {
        int slot = (key * 0x9E3779B1) >>> 18;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) % SLOTS;
        }
        return slot;
    }

    private void put(int code) {
        held = held << width | code;
        count += width;
        while (count >= 8) {
            out.write(held >> (count - 8));
            count -= 8;
        }
        held &= (1 << count) - 1;
    }
}
