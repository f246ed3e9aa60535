package io.sluice.imaging.benchmark;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import java.util.SplittableRandom;

/// What the images of benchmarks look like; always the same for the same layout.
public enum Scene {
    /// Waves with edges and the noise of a sensor: hardly anything repeats.
    PHOTO,
    /// Boxes of a few colours with sharp borders.
    FLAT;

    private static final int FLAT_COLORS = 40;

    /// The layout that a benchmark's parameter names, such as `rgb16`, `rows` rows of a camera's width.
    public static PixelLayout layout(String samples, int rows) {
        return switch (samples) {
            case "rgb" -> new PixelLayout(5196, rows, Channels.RGB, 8);
            case "rgba" -> new PixelLayout(5196, rows, Channels.RGBA, 8);
            case "rgb16" -> new PixelLayout(5196, rows, Channels.RGB, 16);
            default -> throw new IllegalArgumentException("rgb, rgba or rgb16, not " + samples);
        };
    }

    /// Rows as `layout` says.
    public byte[] rows(PixelLayout layout) {
        var random = new SplittableRandom(25);
        var rows = new byte[Math.toIntExact(layout.bytes())];
        int channels = layout.channels().count();
        int bytes = layout.bits() / 8;
        int at = 0;
        for (int y = 0; y < layout.height(); y++) {
            for (int x = 0; x < layout.width(); x++) {
                for (int c = 0; c < channels; c++) {
                    int value = c == 3 ? 0xFFFF : this == PHOTO ? photo(x, y, c, random) : flat(x, y, c);
                    rows[at] = (byte) (value >> 8);
                    rows[at + bytes - 1] = (byte) (bytes == 1 ? value >> 8 : value);
                    at += bytes;
                }
            }
        }
        return rows;
    }

    private static int photo(int x, int y, int channel, SplittableRandom random) {
        double light = Math.sin(x / 311.0 + channel) + Math.sin(y / 173.0 - channel / 2.0) + Math.sin((x + y) / 41.0);
        int edge = (x / 409 + y / 307) % 2 * 0x1800;
        int grain = random.nextInt(-0x280, 0x280) + random.nextInt(-0x280, 0x280);
        return Math.clamp(0x6800 + (int) (light * 0x1400) + edge + grain, 0, 0xFFFF);
    }

    private static int flat(int x, int y, int channel) {
        boolean line = x % 131 < 2 || y % 97 < 2;
        int color = line ? 0 : (x / 131 * 31 + y / 97 * 17) % FLAT_COLORS;
        return (color * (37 + 58 * channel) & 0xFF) * 257;
    }
}
