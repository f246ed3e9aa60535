package io.sluice.imaging.preview;

import io.sluice.imaging.pixels.IccProfile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of an image, which may have fewer pixels than the file.
interface Rows extends Closeable {

    int width();

    int height();

    /// Returns the profile of the colors; null for sRGB.
    @Nullable
    IccProfile profile();

    /// Reads the row `y` as `0xAARRGGBB`, not premultiplied. Rows are read once, from top to bottom.
    void read(int y, int[] argb) throws IOException;

    @Override
    default void close() throws IOException {}
}
