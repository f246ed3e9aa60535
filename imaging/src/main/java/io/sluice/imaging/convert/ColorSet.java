package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Palette;
import java.util.Arrays;
import java.util.Comparator;

/// A set of colors, as long as there are few enough for a palette.
final class ColorSet {

    private static final int SLOTS = 1024;

    private final int limit;
    private final int[] slots = new int[SLOTS];
    private final boolean[] taken = new boolean[SLOTS];
    private int size;

    /// @param limit maximum number of colors, at most 256
    ColorSet(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /// Whether there were more colors than the limit.
    boolean overflown() {
        return size > limit;
    }

    void add(int argb) {
        int slot = slot(argb);
        if (!taken[slot] && size <= limit) {
            taken[slot] = true;
            slots[slot] = argb;
            size++;
        }
    }

    /// Returns the colors, translucent ones first, so that `tRNS` is short; otherwise in numerical order.
    Palette palette() {
        var colors = new Integer[size];
        int count = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (taken[i]) {
                colors[count++] = slots[i];
            }
        }
        Arrays.sort(colors, Comparator.comparingLong(argb -> Integer.toUnsignedLong(argb)));
        return Palette.ofArgb(Arrays.stream(colors).mapToInt(Integer::intValue).toArray());
    }

    private int slot(int argb) {
        int slot = (argb * 0x9E3779B1) >>> 22;
        while (taken[slot] && slots[slot] != argb) {
            slot = (slot + 1) % SLOTS;
        }
        return slot;
    }
}
