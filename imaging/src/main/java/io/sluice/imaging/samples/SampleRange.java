package io.sluice.imaging.samples;

import io.sluice.imaging.samples.SampleFormat.Kind;
import java.util.List;
import java.util.Locale;

/// The black and white points of samples that PNG cannot represent unchanged: floating point, and integers of
/// 32 bits and more.
///
/// TIFF does not define the meaning of floating point samples. Pictures use 0 to 1 with highlights above, but
/// many programs write their own units, 0 to 255 or meters above sea level, which would be all white in the
/// range 0 to
/// 1. The range of alpha is separate: whatever the range of the colors, it ends at 1, or at the maximum integer.
///
/// @param low    black
/// @param high   white
/// @param opaque alpha of opaque pixels; transparent ones have 0
public record SampleRange(double low, double high, double opaque) {

    /// The usual range of floating point samples in pictures.
    public static final SampleRange USUAL = new SampleRange(0, 1, 1);

    /// Maximum of numbers; larger ones mean "no value".
    private static final double LARGEST = 1e30;

    private static final int LARGEST_SHORT = 0xFFFF;

    /// Returns the whole range of integers.
    public static SampleRange whole(SampleFormat format) {
        double largest = Math.scalb(1.0, format.bits()) - 1;
        return new SampleRange(0, largest, largest);
    }

    /// Whether the range of samples of this format must be determined.
    public static boolean varies(SampleFormat format) {
        return format.kind() == Kind.FLOAT || (format.kind() == Kind.UNSIGNED && format.bits() >= 32);
    }

    /// Returns a number as a sample of 16 bits.
    int sample(double value) {
        double part = (value - low) / (high - low);
        // a NaN becomes 0
        return (int) (Math.clamp(Double.isNaN(part) ? 0 : part, 0, 1) * 65_535 + 0.5);
    }

    /// Returns a number as an alpha sample of 16 bits, which has the maximum value only if the number is
    /// opaque.
    int alpha(double value) {
        double part = value / opaque;
        return (int) (Math.clamp(Double.isNaN(part) ? 0 : part, 0, 1) * 65_535);
    }

    /// A search for the range of an image, over all its samples.
    public static final class Search {

        private final SampleFormat format;
        private final SampleReader reader;
        private final double[] values;
        private double least = Double.MAX_VALUE;
        private double most = -Double.MAX_VALUE;
        private double mostAlpha;
        private long inside;
        private long outside;

        public Search(SampleFormat format) {
            this.format = format;
            reader = new SampleReader(format, USUAL);
            values = new double[format.samples() * format.width()];
        }

        /// Adds the samples of one row.
        public void add(byte[] row) {
            reader.readNumbers(row, 0, values);
            int colors = format.color().samples();
            for (int pixel = 0; pixel < values.length; pixel += format.samples()) {
                for (int c = 0; c < colors; c++) {
                    add(values[pixel + c]);
                }
                if (format.alpha() >= 0) {
                    mostAlpha = Math.max(mostAlpha, values[pixel + format.alpha()]);
                }
            }
        }

        private void add(double value) {
            if (Math.abs(value) < LARGEST) {
                least = Math.min(least, value);
                most = Math.max(most, value);
                if (value >= 0 && value <= 1) {
                    inside++;
                } else {
                    outside++;
                }
            }
        }

        /// Returns the range of all samples that were added, and adds a note on it.
        public SampleRange result(List<String> notes) {
            return format.kind() == Kind.FLOAT ? floats(notes) : integers(notes);
        }

        private SampleRange floats(List<String> notes) {
            if (inside >= outside) {
                notes.add("floating point samples were rounded to 16 bits"
                        + (outside > 0 ? ", " + outside + " of them clipped to 0…1" : ""));
                return USUAL;
            }
            double low = Math.min(0, least);
            notes.add(String.format(
                    Locale.ROOT, "floating point samples from %.6g to %.6g were scaled to 16 bits", low, most));
            return new SampleRange(low, most > low ? most : low + 1, USUAL.opaque);
        }

        private SampleRange integers(List<String> notes) {
            SampleRange whole = whole(format);
            if (most <= LARGEST_SHORT) {
                notes.add(format.bits() + "-bit samples, none above 65535, were taken as 16-bit samples");
                return new SampleRange(0, LARGEST_SHORT, mostAlpha <= LARGEST_SHORT ? LARGEST_SHORT : whole.opaque);
            }
            notes.add(format.bits() + "-bit samples were rounded to 16 bits");
            return whole;
        }
    }
}
