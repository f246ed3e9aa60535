package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.Palette;

/// The colors of a file's indices, up to 65,536.
public final class ColorMap {

    private final int[] argb;

    private ColorMap(int[] argb) {
        this.argb = argb;
    }

    /// @param argb colors, each `0xAARRGGBB`
    public static ColorMap ofArgb(int... argb) {
        return new ColorMap(argb.clone());
    }

    /// Returns the color at `index`; opaque black after the end.
    int argb(int index) {
        return index < argb.length ? argb[index] : 0xFF000000;
    }

    /// Returns the same colors as the palette of a result.
    public Palette palette() {
        return Palette.ofArgb(argb);
    }
}
