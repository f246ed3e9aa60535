package io.sluice.imaging.deflate;

/// The Adler-32 of a stream, computed from those of its parts (RFC 1950, 8.2 and 9).
///
/// With `s1 = 1 + Σ bytes` and `s2 = Σ s1` over all positions, appending a part of `n` bytes adds its own
/// sums, and the former `s1` once more for each of the `n` positions.
public final class Adler32Sum {

    private static final int MODULUS = 65_521;

    private long s1 = 1;
    private long s2 = 0;

    /// Appends a part of `length` bytes whose own checksum is `adler`.
    public void append(int adler, long length) {
        long partS1 = adler & 0xFFFF;
        long partS2 = Integer.toUnsignedLong(adler) >>> 16;
        // the sum of the part started at 1, which is subtracted
        long before = (s1 + MODULUS - 1) % MODULUS;
        s2 = (s2 + partS2 + before * (length % MODULUS)) % MODULUS;
        s1 = (before + partS1) % MODULUS;
    }

    public int value() {
        return (int) (s2 << 16 | s1);
    }
}
