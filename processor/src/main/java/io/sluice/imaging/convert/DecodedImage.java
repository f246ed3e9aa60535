package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.PixelSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A file opened for decoding.
///
/// @param pixels      not yet read
/// @param annotations what goes along with them
/// @param notes       what had to be changed or left out to get these pixels
record DecodedImage(PixelSource pixels, Annotations annotations, List<String> notes) implements Closeable {

    DecodedImage {
        notes = List.copyOf(notes);
    }

    @Override
    public void close() throws IOException {
        pixels.close();
    }
}
