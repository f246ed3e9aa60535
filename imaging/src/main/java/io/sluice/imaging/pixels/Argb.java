package io.sluice.imaging.pixels;

/// A reader of pixels of any layout as `0xAARRGGBB`; 16-bit samples become the nearest 8-bit ones, which is
/// exact if both bytes are the same.
public final class Argb {

    private final PixelLayout layout;
    private final int[] lookup;

    public Argb(PixelLayout layout) {
        this.layout = layout;
        this.lookup = layout.channels().count() == 1 && layout.bits() <= 8 ? lookup(layout) : new int[0];
    }

    /// Reads the row that starts at `at` into `target`.
    public void read(byte[] rows, int at, int[] target) {
        int width = layout.width();
        if (lookup.length > 0) {
            readLookup(rows, at, target);
            return;
        }
        int step = layout.channels().count() * layout.bits() / 8;
        boolean wide = layout.bits() == 16;
        switch (layout.channels()) {
            case GRAY -> {
                for (int x = 0, i = at; x < width; x++, i += step) {
                    target[x] = 0xFF000000 | sample(rows, i, wide) * 0x10101;
                }
            }
            case GRAY_ALPHA -> {
                for (int x = 0, i = at; x < width; x++, i += step) {
                    target[x] = sample(rows, i + step / 2, wide) << 24 | sample(rows, i, wide) * 0x10101;
                }
            }
            case RGB -> {
                int next = step / 3;
                for (int x = 0, i = at; x < width; x++, i += step) {
                    target[x] = 0xFF000000
                            | sample(rows, i, wide) << 16
                            | sample(rows, i + next, wide) << 8
                            | sample(rows, i + 2 * next, wide);
                }
            }
            case RGBA -> {
                int next = step / 4;
                for (int x = 0, i = at; x < width; x++, i += step) {
                    target[x] = sample(rows, i + 3 * next, wide) << 24
                            | sample(rows, i, wide) << 16
                            | sample(rows, i + next, wide) << 8
                            | sample(rows, i + 2 * next, wide);
                }
            }
            case INDEXED -> throw new IllegalStateException("indices are looked up");
        }
    }

    private static int sample(byte[] rows, int at, boolean wide) {
        int high = rows[at] & 0xFF;
        return wide ? ((high << 8 | (rows[at + 1] & 0xFF)) * 255 + 32_895) >> 16 : high;
    }

    private void readLookup(byte[] rows, int at, int[] target) {
        int bits = layout.bits();
        int mask = (1 << bits) - 1;
        for (int x = 0; x < layout.width(); x++) {
            long bit = (long) x * bits;
            target[x] = lookup[rows[at + (int) (bit >> 3)] >> (8 - bits - (int) (bit & 7)) & mask];
        }
    }

    private static int[] lookup(PixelLayout layout) {
        int maximum = (1 << layout.bits()) - 1;
        var colors = new int[maximum + 1];
        for (int v = 0; v <= maximum; v++) {
            colors[v] = layout.channels() == Channels.INDEXED
                    ? layout.colors().argb(v)
                    : 0xFF000000 | v * 255 / maximum * 0x10101;
        }
        return colors;
    }
}
