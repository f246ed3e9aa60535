package io.sluice.imaging.pixels;

import java.io.Closeable;
import java.io.IOException;

/// The pixels of one image, decoded band by band, so that the image need not be completely in memory.
///
/// Bands may be read in any order and repeatedly; the ascending order is the cheapest.
public interface PixelSource extends Closeable {

    /// Target size of a band in bytes: large enough for good separate compression, small enough to use all
    /// cores.
    int BAND_BYTES = 1 << 20;

    PixelLayout layout();

    /// Returns the number of rows of every band but the last, which has the rest.
    int bandRows();

    /// Whether several threads may read bands at the same time.
    boolean concurrent();

    /// Returns the rows of the band `index`, counted from 0, without padding. The caller must not change the
    /// array.
    ///
    /// @throws UndecodableException when the content of the file is damaged or not supported
    byte[] band(int index) throws IOException;

    default int bands() {
        return Math.ceilDiv(layout().height(), bandRows());
    }

    /// Returns the number of rows of the band `index`.
    default int rowsOf(int index) {
        return Math.min(bandRows(), layout().height() - index * bandRows());
    }

    /// Returns the number of rows of a band of about [#BAND_BYTES].
    static int bandRowsFor(PixelLayout layout) {
        return Math.clamp(BAND_BYTES / layout.rowBytes(), 1, layout.height());
    }
}
