package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.PixelLayout;

/// Writes samples that fill 16 bits into rows of a layout, with as many bits as it has.
public final class PixelWriter {

    private final PixelLayout layout;
    private final byte[] rows;
    private final int maximum;
    private int at;
    private int bit;

    public PixelWriter(PixelLayout layout, byte[] rows) {
        this.layout = layout;
        this.rows = rows;
        this.maximum = (1 << layout.bits()) - 1;
    }

    public void startRow(int y) {
        at = y * layout.rowBytes();
        bit = 0;
    }

    /// Writes the next sample, exactly where it has no more bits than the layout, else rounded.
    public void put(int sample) {
        switch (layout.bits()) {
            case 16 -> {
                rows[at++] = (byte) (sample >> 8);
                rows[at++] = (byte) sample;
            }
            case 8 -> rows[at++] = (byte) narrowed(sample);
            default -> {
                int bits = layout.bits();
                rows[at] |= (byte) (narrowed(sample) << (8 - bits - bit));
                bit += bits;
                if (bit == 8) {
                    bit = 0;
                    at++;
                }
            }
        }
    }

    /// The colour that `alpha` was multiplied into, rounded to what the layout holds, so that multiplying again
    /// gives back the stored sample; a colour brighter than its alpha is impossible and clipped.
    public int unmultiplied(int sample, int alpha) {
        if (alpha == 0) {
            return 0;
        }
        long own = narrowed(sample);
        long ownAlpha = narrowed(alpha);
        long value = Math.min(maximum, (2 * own * maximum + ownAlpha) / (2 * ownAlpha));
        return (int) (value * 65_535 / maximum);
    }

    private int narrowed(int sample) {
        return (int) (((long) sample * maximum + 32_767) / 65_535);
    }
}
