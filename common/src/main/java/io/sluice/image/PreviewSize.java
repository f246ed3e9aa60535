package io.sluice.image;

import java.util.Arrays;
import java.util.Optional;

/// The sizes of previews: few, so that an image has few of them.
public enum PreviewSize {
    SMALL(160),
    MEDIUM(320),
    LARGE(640);

    private final int side;

    PreviewSize(int side) {
        this.side = side;
    }

    /// Returns the largest width and height in pixels.
    public int side() {
        return side;
    }

    /// Returns the size with this side, if there is one.
    public static Optional<PreviewSize> ofSide(String side) {
        return Arrays.stream(values())
                .filter(size -> Integer.toString(size.side).equals(side))
                .findFirst();
    }
}
