package io.sluice.imaging.pixels;

/// The intended size of a pixel.
///
/// @param x        pixels per unit, horizontally
/// @param y        pixels per unit, vertically
/// @param perMetre whether the unit is the meter; otherwise only the ratio of `x` to `y` is meaningful
public record Density(long x, long y, boolean perMetre) {

    private static final double METRE_IN_INCHES = 100 / 2.54;

    public Density {
        if (x < 1 || y < 1 || x > Integer.MAX_VALUE || y > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a density of " + x + " × " + y);
        }
    }

    /// Whether a density can have these values.
    public static boolean possible(double x, double y) {
        return x * METRE_IN_INCHES >= 0.5 && y * METRE_IN_INCHES >= 0.5 && x < 1e7 && y < 1e7;
    }

    public static Density perInch(double x, double y) {
        return new Density(Math.round(x * METRE_IN_INCHES), Math.round(y * METRE_IN_INCHES), true);
    }

    public static Density perCentimetre(double x, double y) {
        return new Density(Math.round(x * 100), Math.round(y * 100), true);
    }
}
