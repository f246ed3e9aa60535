package io.sluice.imaging.samples;

/// Floating point numbers without a Java type.
public final class SmallFloats {

    private static final int EXPONENT_BIAS_24 = 63;
    private static final int MANTISSA_BITS_24 = 16;

    private SmallFloats() {}

    /// Returns a number of 24 bits: sign, 7 bits of exponent, 16 of mantissa (TIFF Technical Note 3).
    public static float of24(int bits) {
        int exponent = bits >> MANTISSA_BITS_24 & 0x7F;
        int mantissa = bits & 0xFFFF;
        double size;
        if (exponent == 0x7F) {
            size = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) mantissa, 1 - EXPONENT_BIAS_24 - MANTISSA_BITS_24);
        } else {
            size = Math.scalb((double) (mantissa | 0x10000), exponent - EXPONENT_BIAS_24 - MANTISSA_BITS_24);
        }
        return (float) ((bits & 0x80_0000) == 0 ? size : -size);
    }
}
