package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.PixelLayout;

/// A writer of 16-bit samples into rows of a layout, with the layout's bits per sample.
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

    /// Writes the next sample: exactly if it has no more bits than the layout, otherwise rounded.
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

    /// Returns the color before its multiplication with `alpha`, rounded so that another multiplication gives
    /// the stored sample; a color brighter than its alpha is impossible and clipped.
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
