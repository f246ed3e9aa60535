package io.sluice.imaging.png;

/// One band of rows, filtered and deflated: a sequence of complete DEFLATE blocks that ends at a byte
/// boundary.
final class CompressedBand {

    private final byte[] deflated;
    private final int length;
    private final int adler;
    private final long filteredBytes;

    CompressedBand(byte[] deflated, int length, int adler, long filteredBytes) {
        this.deflated = deflated;
        this.length = length;
        this.adler = adler;
        this.filteredBytes = filteredBytes;
    }

    byte[] deflated() {
        return deflated;
    }

    int length() {
        return length;
    }

    /// Returns the Adler-32 of the filtered rows alone (RFC 1950, 9).
    int adler() {
        return adler;
    }

    /// Returns the number of bytes of the filtered rows.
    long filteredBytes() {
        return filteredBytes;
    }
}
