package io.sluice.imaging.pixels;

/// A change of layout that is independent for every row. Thread-safe.
public interface Reduction {

    /// Returns the layout of the result of [#reduce].
    PixelLayout layout();

    /// Returns the same rows in the new layout; the given array is not changed and may be the result.
    byte[] reduce(byte[] rows);

    /// Returns a reduction that does not change the rows.
    static Reduction none(PixelLayout layout) {
        return new Reduction() {
            @Override
            public PixelLayout layout() {
                return layout;
            }

            @Override
            public byte[] reduce(byte[] rows) {
                return rows;
            }
        };
    }
}
