package io.sluice.imaging.convert;

import io.sluice.imaging.crosscheck.Crosscheck;
import io.sluice.imaging.pixels.PixelDigest;

/// A receiver of decoded bands in order, for the digest and for the comparison with a second reading.
final class CheckedBands {

    private final PixelDigest digest;
    private final Crosscheck crosscheck;
    private int rows;

    CheckedBands(PixelDigest digest, Crosscheck crosscheck) {
        this.digest = digest;
        this.crosscheck = crosscheck;
    }

    void add(byte[] band, int count) {
        digest.update(band, 0, count);
        crosscheck.rows(band, rows, count);
        rows += count;
    }
}
