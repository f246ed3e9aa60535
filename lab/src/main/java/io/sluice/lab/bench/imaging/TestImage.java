package io.sluice.lab.bench.imaging;

import io.sluice.standalone.sample.PixelFormat;
import java.util.Locale;
import java.util.SplittableRandom;

/// A generated image.
///
/// @param scene  content of the image
/// @param format pixel format
/// @param width  width in pixels
/// @param height height in pixels
record TestImage(Scene scene, PixelFormat format, int width, int height) implements Picture {

    /// The content of an image.
    enum Scene {
        /// Smooth shapes with edges and sensor noise: almost no repetitions.
        PHOTO,
        /// Areas of a few colors with sharp borders, like a diagram.
        FLAT
    }

    private static final int[] CELLS = {701, 211, 67, 19, 7};
    private static final int[] WEIGHTS = {34, 20, 10, 5, 2};
    private static final int FLAT_COLORS = 40;

    /// Creates an image of `pixels` pixels with the aspect ratio 3:2.
    static TestImage of(Scene scene, PixelFormat format, long pixels) {
        int width = (int) Math.round(Math.sqrt(pixels * 1.5));
        return new TestImage(scene, format, width, (int) (pixels / width));
    }

    @Override
    public String name() {
        return (scene + "-" + format).toLowerCase(Locale.ROOT);
    }

    @Override
    public void row(int y, byte[] target) {
        switch (scene) {
            case PHOTO -> photo(y, target);
            case FLAT -> flat(y, target);
        }
    }

    private void photo(int y, byte[] target) {
        // neighboring seeds give shifted copies of the same numbers, split generators do not
        var noise = new SplittableRandom(hash(y, y, 7)).split();
        var layers = new int[CELLS.length + 2][];
        for (int i = 0; i < CELLS.length; i++) {
            layers[i] = lattice(y, CELLS[i], i);
        }
        layers[CELLS.length] = lattice(y, 601, 17);
        layers[CELLS.length + 1] = lattice(y, 409, 18);
        for (int x = 0, at = 0; x < width; x++) {
            int light = 0;
            for (int i = 0; i < CELLS.length; i++) {
                light += between(layers[i], x, CELLS[i]) * WEIGHTS[i];
            }
            int warm = between(layers[CELLS.length], x, 601) - 0x8000;
            int edge = between(layers[CELLS.length + 1], x, 409);
            int base = light / 75 + (edge > 0x8400 ? 0x2000 : edge > 0x7000 ? 0 : -0x1800);
            long random = noise.nextLong();
            int grain = triangular(random);
            int red = base + warm / 3 + grain + triangular(random >>> 16);
            int green = base + grain + triangular(random >>> 32);
            int blue = base - warm / 3 + grain + triangular(random >>> 48);
            at = put(target, at, clamped(red), clamped(green), clamped(blue), alpha(x, y));
        }
    }

    private void flat(int y, byte[] target) {
        for (int x = 0, at = 0; x < width; x++) {
            boolean line = x % 131 < 2 || y % 97 < 2;
            boolean round = square(x % 262 - 131) + square(y % 194 - 97) < 60 * 60;
            int color =
                    line ? 0 : hash(x / 131 / (round ? 2 : 1), y / 97 / (round ? 2 : 1), round ? 5 : 6) % FLAT_COLORS;
            int value = hash(color, 0, 9);
            at = put(
                    target,
                    at,
                    (value & 0xFF) * 257,
                    (value >> 8 & 0xFF) * 257,
                    (value >> 16 & 0xFF) * 257,
                    alpha(x, y));
        }
    }

    /// Returns the alpha: opaque in the middle, transparent in the corners, with a transition of a few hundred
    /// pixels.
    private int alpha(int x, int y) {
        double u = 2.0 * x / width - 1;
        double v = 2.0 * y / height - 1;
        return clamped((int) ((1.25 - u * u - v * v) * 400_000));
    }

    private int put(byte[] target, int from, int red, int green, int blue, int alpha) {
        int at = from;
        if (format.bits() == 16) {
            target[at++] = (byte) (red >> 8);
            target[at++] = (byte) red;
            target[at++] = (byte) (green >> 8);
            target[at++] = (byte) green;
            target[at++] = (byte) (blue >> 8);
            target[at++] = (byte) blue;
            return at;
        }
        target[at++] = (byte) (red >> 8);
        target[at++] = (byte) (green >> 8);
        target[at++] = (byte) (blue >> 8);
        if (format.samples() == 4) {
            target[at++] = (byte) (alpha >> 8);
        }
        return at;
    }

    /// Returns the 16-bit values at the corners of a row of cells, interpolated between those above and below
    /// `y`.
    private int[] lattice(int y, int cell, int layer) {
        var values = new int[width / cell + 2];
        int part = (int) (smooth((double) (y % cell) / cell) * 0x10000);
        for (int i = 0; i < values.length; i++) {
            int above = hash(i, y / cell, layer) & 0xFFFF;
            int below = hash(i, y / cell + 1, layer) & 0xFFFF;
            values[i] = above + (int) (((long) (below - above) * part) >> 16);
        }
        return values;
    }

    private static int between(int[] lattice, int x, int cell) {
        int i = x / cell;
        return lattice[i] + (lattice[i + 1] - lattice[i]) * (x % cell) / cell;
    }

    /// Returns noise of about two of 255 levels, from 16 random bits.
    private static int triangular(long random) {
        return 6 * ((int) (random & 0xFF) - (int) (random >>> 8 & 0xFF));
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static int hash(int x, int y, int layer) {
        long h = (x * 0x9E3779B97F4A7C15L) ^ (y * 0xC2B2AE3D27D4EB4FL) ^ (layer * 0x165667B19E3779F9L);
        h = (h ^ h >>> 29) * 0xBF58476D1CE4E5B9L;
        return (int) (h >>> 33);
    }

    private static int clamped(int value) {
        return Math.clamp(value, 0, 0xFFFF);
    }

    private static int square(int value) {
        return value * value;
    }
}
