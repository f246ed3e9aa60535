package io.sluice.imaging.pixels;

import org.jspecify.annotations.Nullable;

/// The metadata of pixels.
///
/// @param icc         color profile of the pixels, `null` when there is none
/// @param srgb        whether the pixels are known to be sRGB; then there is no profile
/// @param density     intended pixel size, `null` when unknown
/// @param orientation EXIF orientation, 1 to 8; 1 is upright
public record Annotations(
        @Nullable IccProfile icc, boolean srgb, @Nullable Density density, int orientation) {

    public static final Annotations NONE = new Annotations(null, false, null, 1);

    public Annotations {
        if (orientation < 1 || orientation > 8 || (srgb && icc != null)) {
            throw new IllegalArgumentException("orientation " + orientation + ", sRGB " + srgb + ", " + icc);
        }
    }

    /// Whether there is a profile for pixels of this color space, as in [IccProfile#describes].
    public boolean profileOf(String colorSpace) {
        return icc != null && icc.describes(colorSpace);
    }

    /// Returns the same metadata without a profile.
    public Annotations withoutProfile() {
        return new Annotations(null, srgb, density, orientation);
    }

    /// Returns the metadata of pixels that were converted to sRGB.
    public Annotations inSrgb() {
        return new Annotations(null, true, density, orientation);
    }
}
