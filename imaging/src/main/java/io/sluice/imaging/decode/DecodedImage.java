package io.sluice.imaging.decode;

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
public record DecodedImage(KeptPixels pixels, Annotations annotations, List<String> notes) implements Closeable {

    /// Kept bands take no more than this part of the heap.
    private static final int KEPT_SHARE = 4;

    public DecodedImage {
        notes = List.copyOf(notes);
    }

    public DecodedImage(PixelSource pixels, Annotations annotations, List<String> notes) {
        this(new KeptPixels(pixels, Runtime.getRuntime().maxMemory() / KEPT_SHARE), annotations, notes);
    }

    @Override
    public void close() throws IOException {
        pixels.close();
    }
}
