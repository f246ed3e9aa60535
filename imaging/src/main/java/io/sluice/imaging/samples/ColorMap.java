package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.Palette;

/// The colours that the indices of a file mean, up to 65,536.
public final class ColorMap {

    private final int[] argb;

    private ColorMap(int[] argb) {
        this.argb = argb;
    }

    /// @param argb each `0xAARRGGBB`
    public static ColorMap ofArgb(int... argb) {
        return new ColorMap(argb.clone());
    }

    /// The colour at `index`; opaque black past the end.
    int argb(int index) {
        return index < argb.length ? argb[index] : 0xFF000000;
    }

    /// The same as the palette of a result.
    public Palette palette() {
        return Palette.ofArgb(argb);
    }
}
