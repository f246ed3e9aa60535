package io.sluice.imaging.pixels;

/// A change of layout that every row can make on its own. Thread-safe.
public interface Reduction {

    /// The layout of what [#reduce] returns.
    PixelLayout layout();

    /// The same rows in the new layout; the given array is left as it is and may be what is returned.
    byte[] reduce(byte[] rows);

    /// Leaves the rows as they are.
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
