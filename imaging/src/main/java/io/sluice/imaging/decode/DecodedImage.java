package io.sluice.imaging.decode;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.PixelSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A file opened for decoding.
///
/// @param pixels      not yet read
/// @param annotations metadata of the pixels
/// @param notes       a sentence for each change or loss in these pixels
public record DecodedImage(KeptPixels pixels, Annotations annotations, List<String> notes) implements Closeable {

    /// Maximum share of the heap for kept bands: one in this number.
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
