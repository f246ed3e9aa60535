package io.sluice.imaging.psd.layers;

import io.sluice.imaging.pixels.UndecodableException;

/// Bounds what composing a document takes, whatever its layers declare.
final class ComposingCost {

    /// Samples of all layers: of hundreds of layers in a document of 50 megapixels.
    private static final long MOST_SAMPLES = 20_000_000_000L;

    /// Each takes about 50 KB while it is open.
    private static final int MOST_STREAMS = 1024;

    private long samples;
    private int streams;

    void add(long more) throws UndecodableException {
        samples += more;
        if (samples > MOST_SAMPLES) {
            throw LayerTree.impossible("its layers have more than " + MOST_SAMPLES + " samples");
        }
    }

    void addStream() throws UndecodableException {
        if (++streams > MOST_STREAMS) {
            throw LayerTree.impossible("its layers have more than " + MOST_STREAMS + " zip-compressed channels");
        }
    }
}
