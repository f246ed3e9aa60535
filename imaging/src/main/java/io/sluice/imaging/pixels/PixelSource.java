package io.sluice.imaging.pixels;

import java.io.Closeable;
import java.io.IOException;

/// The pixels of one image, decoded band by band: an image need never be in memory as a whole.
///
/// Bands may be asked for in any order and more than once; ascending is what costs least.
public interface PixelSource extends Closeable {

    /// Bytes of a band to aim at: large enough to compress well on its own, small enough to keep all cores
    /// busy.
    int BAND_BYTES = 1 << 20;

    PixelLayout layout();

    /// Rows of every band but the last, which has what remains.
    int bandRows();

    /// Whether several threads may ask for bands at the same time.
    boolean concurrent();

    /// The rows of the band `index`, counted from 0, without padding. The caller must not change the array.
    ///
    /// @throws UndecodableException when the content of the file is damaged or not understood
    byte[] band(int index) throws IOException;

    default int bands() {
        return Math.ceilDiv(layout().height(), bandRows());
    }

    /// Rows of the band `index`.
    default int rowsOf(int index) {
        return Math.min(bandRows(), layout().height() - index * bandRows());
    }

    /// Rows that make a band of about [#BAND_BYTES].
    static int bandRowsFor(PixelLayout layout) {
        return Math.clamp(BAND_BYTES / layout.rowBytes(), 1, layout.height());
    }
}
