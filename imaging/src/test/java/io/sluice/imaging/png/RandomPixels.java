package io.sluice.imaging.png;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Images of noise on gradients, of any layout, in bands of any height.
final class RandomPixels implements PixelSource {

    private final PixelLayout layout;
    private final int bandRows;
    private final boolean concurrent;
    private final byte[] rows;

    RandomPixels(PixelLayout layout, int bandRows, boolean concurrent, RandomGenerator random) {
        this.layout = layout;
        this.bandRows = bandRows;
        this.concurrent = concurrent;
        rows = new byte[Math.toIntExact(layout.bytes())];
        int noise = 1 + random.nextInt(256);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) (i / 7 + i / layout.rowBytes() + random.nextInt(noise));
        }
        clearPadding();
    }

    static PixelLayout layout(Channels channels, int bits, int width, int height, RandomGenerator random) {
        if (channels != Channels.INDEXED) {
            return new PixelLayout(width, height, channels, bits);
        }
        int[] argb = random.ints(1 << bits).toArray();
        return new PixelLayout(width, height, channels, bits, Palette.ofArgb(argb));
    }

    byte[] rows() {
        return rows;
    }

    @Override
    public PixelLayout layout() {
        return layout;
    }

    @Override
    public int bandRows() {
        return bandRows;
    }

    @Override
    public boolean concurrent() {
        return concurrent;
    }

    @Override
    public byte[] band(int index) throws IOException {
        int from = index * bandRows * layout.rowBytes();
        return Arrays.copyOfRange(rows, from, from + rowsOf(index) * layout.rowBytes());
    }

    @Override
    public void close() {}

    private void clearPadding() {
        int used = (int) ((long) layout.width() * layout.channels().count() * layout.bits() % 8);
        if (used > 0) {
            for (int end = layout.rowBytes() - 1; end < rows.length; end += layout.rowBytes()) {
                rows[end] &= (byte) (0xFF00 >> used);
            }
        }
    }
}
