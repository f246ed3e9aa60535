package io.sluice.imaging.preview;

import io.sluice.imaging.pixels.IccProfile;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/// A conversion of 8-bit colors to sRGB through an ICC profile.
final class SrgbColors {

    private final ColorConvertOp conversion;
    private final int components;

    private SrgbColors(ColorConvertOp conversion, int components) {
        this.conversion = conversion;
        this.components = components;
    }

    /// Returns the conversion for pixels of this color space, as in [IccProfile#describes]; empty when the
    /// profile is for others or cannot be used.
    static Optional<SrgbColors> of(IccProfile profile, String colorSpace, int components) {
        if (!profile.describes(colorSpace)) {
            return Optional.empty();
        }
        try {
            var profiles = new ICC_Profile[] {
                ICC_Profile.getInstance(profile.bytes()), ICC_Profile.getInstance(ColorSpace.CS_sRGB)
            };
            var colors = new SrgbColors(new ColorConvertOp(profiles, null), components);
            colors.convert(new byte[components]); // an invalid profile is detected only here
            return Optional.of(colors);
        } catch (IllegalArgumentException | CMMException _) {
            return Optional.empty();
        }
    }

    /// Converts pixels with interleaved samples to red, green and blue.
    byte[] convert(byte[] samples) {
        int width = samples.length / components;
        var target = raster(new byte[3 * width], width, 3);
        conversion.filter(raster(samples, width, components), target);
        return ((DataBufferByte) target.getDataBuffer()).getData();
    }

    /// Converts the colors of opaque or transparent pixels in place.
    ///
    /// @param argb pixels as `0xAARRGGBB`, whose red counts when there is one component
    void convert(int[] argb) {
        var samples = new byte[argb.length * components];
        for (int i = 0, at = 0; i < argb.length; i++) {
            for (int c = 0; c < components; c++) {
                samples[at++] = (byte) (argb[i] >> (16 - 8 * c));
            }
        }
        var rgb = convert(samples);
        for (int i = 0, at = 0; i < argb.length; i++, at += 3) {
            argb[i] =
                    (argb[i] & 0xFF000000) | (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
        }
    }

    private static WritableRaster raster(byte[] samples, int width, int components) {
        var offsets = new int[components];
        for (int i = 0; i < components; i++) {
            offsets[i] = i;
        }
        return Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), width, 1, components * width, components, offsets, null);
    }
}
