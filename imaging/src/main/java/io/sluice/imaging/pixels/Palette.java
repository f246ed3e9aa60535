package io.sluice.imaging.pixels;

import java.util.Arrays;

/// The colors of an indexed image, 8 bits per sample, alpha not premultiplied.
public final class Palette {

    public static final int MAX_SIZE = 256;

    private final int[] argb;

    private Palette(int[] argb) {
        this.argb = argb;
    }

    /// Creates a palette of 1 to 256 colors, each `0xAARRGGBB`.
    public static Palette ofArgb(int... argb) {
        if (argb.length < 1 || argb.length > MAX_SIZE) {
            throw new IllegalArgumentException("a palette has 1 to 256 colours, not " + argb.length);
        }
        return new Palette(argb.clone());
    }

    public int size() {
        return argb.length;
    }

    /// Returns the color at `index` as `0xAARRGGBB`; opaque black after the end, like in image readers.
    public int argb(int index) {
        return index < argb.length ? argb[index] : 0xFF000000;
    }

    public boolean opaque() {
        return Arrays.stream(argb).allMatch(color -> color >>> 24 == 0xFF);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Palette that && Arrays.equals(argb, that.argb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(argb);
    }

    @Override
    public String toString() {
        return "Palette[" + argb.length + " colours]";
    }
}
