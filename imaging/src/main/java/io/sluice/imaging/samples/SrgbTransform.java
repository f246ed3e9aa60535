package io.sluice.imaging.samples;

import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.samples.SampleFormat.Color;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversion of rows of colors that PNG does not support to sRGB, in place: the first three samples of a
/// pixel are then red, green and blue. Thread-safe.
sealed interface SrgbTransform {

    /// @param samples a row of 16-bit samples
    void convert(int[] samples, SampleFormat format);

    static SrgbTransform of(SampleFormat format, @Nullable IccProfile icc, List<String> notes)
            throws UndecodableException {
        SrgbTransform colors = ofColors(format, icc, notes);
        // the signed a and b of L*a*b* are divided as signed numbers
        boolean divided = format.premultiplied() && format.color() != Color.SIGNED_LAB;
        return divided ? new Divided(colors) : colors;
    }

    private static SrgbTransform ofColors(SampleFormat format, @Nullable IccProfile icc, List<String> notes)
            throws UndecodableException {
        return switch (format.color()) {
            case SIGNED_LAB, OFFSET_LAB -> {
                notes.add("L*a*b* was converted to sRGB");
                yield new Lab();
            }
            case CMYK, INVERTED_CMYK -> {
                if (icc != null && icc.describes("CMYK")) {
                    notes.add("CMYK was converted to sRGB through the embedded ICC profile");
                    yield Icc.of(icc);
                }
                notes.add("CMYK was converted to sRGB without a profile, since none is embedded");
                yield new DeviceCmyk();
            }
            case RGB -> {
                if (icc != null && icc.describes("RGB ")) {
                    notes.add("RGB was converted to sRGB through the embedded ICC profile");
                    yield Icc.of(icc);
                }
                yield new Same();
            }
            case GRAY, WHITE_IS_ZERO, INDEXED ->
                throw new IllegalArgumentException(format.color() + " needs no conversion");
        };
    }

    /// The division of premultiplied colors by alpha, which every conversion needs.
    record Divided(SrgbTransform then) implements SrgbTransform {
        @Override
        public void convert(int[] samples, SampleFormat format) {
            for (int i = 0; i < samples.length; i += format.samples()) {
                long alpha = samples[i + format.alpha()];
                for (int c = i; c < i + format.color().samples(); c++) {
                    samples[c] = alpha == 0 ? 0 : (int) Math.min(65_535, (samples[c] * 65_535L + alpha / 2) / alpha);
                }
            }
            then.convert(samples, format);
        }
    }

    /// The identity, for sRGB samples.
    record Same() implements SrgbTransform {
        @Override
        public void convert(int[] samples, SampleFormat format) {}
    }

    /// Subtractive inks, as in devices without a profile.
    record DeviceCmyk() implements SrgbTransform {
        @Override
        public void convert(int[] samples, SampleFormat format) {
            boolean inverted = format.color() == Color.INVERTED_CMYK;
            for (int i = 0; i < samples.length; i += format.samples()) {
                long black = inverted ? samples[i + 3] : 0xFFFF - samples[i + 3];
                for (int c = 0; c < 3; c++) {
                    long light = inverted ? samples[i + c] : 0xFFFF - samples[i + c];
                    samples[i + c] = (int) ((light * black + 32_767) / 65_535);
                }
            }
        }
    }

    /// The conversion of CIE L*a*b* with the D50 white point of ICC and Photoshop to XYZ (CIE 15), adapted to
    /// D65 (Bradford), to sRGB (IEC 61966-2-1).
    record Lab() implements SrgbTransform {

        private static final double[] D50 = {0.9642, 1, 0.8249};

        @Override
        public void convert(int[] samples, SampleFormat format) {
            boolean signed = format.color() == Color.SIGNED_LAB;
            for (int i = 0; i < samples.length; i += format.samples()) {
                double divisor = signed && format.premultiplied() ? samples[i + format.alpha()] / 65_535.0 : 1;
                double l = divided(samples[i] / 65_535.0 * 100, divisor);
                double a = divided(component(samples[i + 1], signed, format.bits()), divisor);
                double b = divided(component(samples[i + 2], signed, format.bits()), divisor);
                double y = (l + 16) / 116;
                write(samples, i, D50[0] * cube(y + a / 500), cube(y), D50[2] * cube(y - b / 200));
            }
        }

        private static double divided(double value, double divisor) {
            return divisor == 0 ? 0 : value / divisor;
        }

        /// Returns a component. Samples of 8 bits were multiplied by 257; signed ones still are in two's
        /// complement.
        private static double component(int sample, boolean signed, int bits) {
            if (bits == 8) {
                int value = sample / 257;
                return signed ? (byte) value : value - 128;
            }
            return signed ? (short) sample / 256.0 : sample / 256.0 - 128;
        }

        private static double cube(double t) {
            return t > 6.0 / 29 ? t * t * t : (t - 4.0 / 29) * 3 * 36 / 841;
        }

        private static void write(int[] samples, int at, double x, double y, double z) {
            samples[at] = encoded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z);
            samples[at + 1] = encoded(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z);
            samples[at + 2] = encoded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z);
        }

        private static int encoded(double linear) {
            double light = Math.clamp(linear, 0, 1);
            double value = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
            return (int) (value * 65_535 + 0.5);
        }
    }

    /// The conversion with an ICC profile, 16 bits per sample.
    record Icc(ColorConvertOp conversion, int components) implements SrgbTransform {

        static Icc of(IccProfile icc) throws UndecodableException {
            try {
                var profile = ICC_Profile.getInstance(icc.bytes());
                var space = new ICC_ColorSpace(profile);
                // an invalid profile is detected only here
                space.toRGB(new float[space.getNumComponents()]);
                var srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
                var conversion = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
                return new Icc(conversion, space.getNumComponents());
            } catch (IllegalArgumentException | CMMException e) {
                throw new UndecodableException("the embedded ICC profile cannot be used", e);
            }
        }

        @Override
        public void convert(int[] samples, SampleFormat format) {
            boolean inverted = format.color() == Color.INVERTED_CMYK;
            WritableRaster from = raster(format.width(), components);
            short[] in = data(from);
            for (int i = 0, at = 0; i < samples.length; i += format.samples()) {
                for (int c = 0; c < components; c++) {
                    in[at++] = (short) (inverted ? 0xFFFF - samples[i + c] : samples[i + c]);
                }
            }
            WritableRaster to = raster(format.width(), 3);
            conversion.filter(from, to);
            short[] out = data(to);
            for (int i = 0, at = 0; i < samples.length; i += format.samples()) {
                for (int c = 0; c < 3; c++) {
                    samples[i + c] = out[at++] & 0xFFFF;
                }
            }
        }

        private static WritableRaster raster(int width, int bands) {
            return Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, 1, bands, null);
        }

        private static short[] data(Raster raster) {
            return ((DataBufferUShort) raster.getDataBuffer()).getData();
        }
    }
}
