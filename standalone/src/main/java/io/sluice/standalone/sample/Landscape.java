package io.sluice.standalone.sample;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;

/// A synthetic picture with a gradient sky, a sun and hills. Defined for every point, so it can be drawn at
/// any size.
///
/// @param width  width in pixels
/// @param height height in pixels
/// @param phase  from 0 to 1, moves the sun across the sky
record Landscape(int width, int height, double phase) {

    /// Returns red, green or blue at a pixel, from 0 to 1.
    double sample(int x, int y, int channel) {
        var u = (double) x / width;
        var v = (double) y / height;
        var sun = Math.exp(-40 * (square(u - 0.15 - 0.7 * phase) + square(v - 0.3)));
        var hill = v > 0.7 + 0.08 * Math.sin(7 * u) + 0.03 * Math.sin(23 * u) ? 1 : 0;
        var value = switch (channel) {
            case 0 -> hill * (0.1 + 0.2 * v) + (1 - hill) * (0.2 + 0.5 * v + 0.8 * sun);
            case 1 -> hill * (0.3 + 0.3 * v) + (1 - hill) * (0.4 + 0.3 * v + 0.6 * sun);
            default -> hill * 0.15 + (1 - hill) * (0.9 - 0.3 * v);
        };
        return Math.clamp(value, 0, 1);
    }

    /// Returns the opacity at a pixel of the cut-out version, from 0 to 1: the picture fades out towards its
    /// border.
    double alpha(int x, int y) {
        var distance = Math.hypot((double) x / width - 0.5, (double) y / height - 0.5);
        return Math.clamp(4 * (0.55 - distance), 0, 1);
    }

    /// Returns the rows; cut out when the format has alpha.
    Rows rows(PixelFormat format) {
        return new Drawn(this, format);
    }

    /// Rows that are drawn once, because drawing takes longer than writing.
    private static final class Drawn implements Rows {

        private final Landscape landscape;
        private final PixelFormat format;
        private final ByteBuffer pixels;

        Drawn(Landscape landscape, PixelFormat format) {
            this.landscape = landscape;
            this.format = format;
            this.pixels = ByteBuffer.allocate(landscape.height * rowBytes());
            for (var y = 0; y < landscape.height; y++) {
                for (var x = 0; x < landscape.width; x++) {
                    for (var channel = 0; channel < format.samples(); channel++) {
                        put(channel == 3 ? landscape.alpha(x, y) : landscape.sample(x, y, channel));
                    }
                }
            }
        }

        private void put(double sample) {
            if (format.bits() == 16) {
                pixels.putShort((short) level(sample, 0xFFFF));
            } else {
                pixels.put((byte) level(sample, 0xFF));
            }
        }

        @Override
        public PixelFormat format() {
            return format;
        }

        @Override
        public int width() {
            return landscape.width;
        }

        @Override
        public int height() {
            return landscape.height;
        }

        @Override
        public void row(int y, byte[] target) {
            pixels.get(y * rowBytes(), target, 0, rowBytes());
        }
    }

    BufferedImage rgb() {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, level(x, y, 0, 255) << 16 | level(x, y, 1, 255) << 8 | level(x, y, 2, 255));
            }
        }
        return image;
    }

    /// Returns a sample as a whole number from 0 to `max`.
    int level(int x, int y, int channel, int max) {
        return level(sample(x, y, channel), max);
    }

    private static int level(double value, int max) {
        return (int) Math.round(value * max);
    }

    private static double square(double value) {
        return value * value;
    }
}
