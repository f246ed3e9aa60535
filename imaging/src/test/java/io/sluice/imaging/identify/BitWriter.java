package io.sluice.imaging.identify;

/// Writes bits, the least significant of each byte first.
final class BitWriter {

    private final Bytes bytes = new Bytes();
    private int current;
    private int count;

    BitWriter bits(long value, int width) {
        for (int i = 0; i < width; i++) {
            current |= (int) (value >> i & 1) << count;
            if (++count == 8) {
                flush();
            }
        }
        return this;
    }

    private void flush() {
        bytes.u8(current);
        current = 0;
        count = 0;
    }

    byte[] build() {
        if (count > 0) {
            flush();
        }
        return bytes.build();
    }
}
