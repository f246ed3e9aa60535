package io.sluice.imaging.decode;

import io.sluice.imaging.decode.SampleFormat.Kind;
import java.util.List;
import java.util.Locale;

/// What counts as black and as white in samples that PNG cannot hold as they are: floating point and 32-bit integers.
///
/// TIFF leaves open what floating point samples mean. Pictures go from 0 to 1 with highlights above, but many programs
/// write what they calculated with, 0 to 255 or metres above the sea; taken as 0 to 1 those would be all white.
///
/// @param low  black
/// @param high white
public record SampleRange(double low, double high) {

    /// Floating point as in pictures.
    public static final SampleRange USUAL = new SampleRange(0, 1);

    /// 32-bit integers over their whole range.
    public static final SampleRange WHOLE = new SampleRange(0, 0xFFFFFFFFL);

    /// Larger ones stand for "no value".
    private static final double LARGEST = 1e30;

    private static final int LARGEST_SHORT = 0xFFFF;

    /// Whether samples of this format must be looked at.
    public static boolean varies(SampleFormat format) {
        return format.kind() == Kind.FLOAT || (format.kind() == Kind.UNSIGNED && format.bits() == 32);
    }

    /// A number as a sample of 16 bits.
    int sample(double value) {
        double part = (value - low) / (high - low);
        // a NaN becomes 0
        return (int) (Math.clamp(Double.isNaN(part) ? 0 : part, 0, 1) * 65_535 + 0.5);
    }

    /// A search for the range of an image, over all its samples.
    public static final class Search {

        private final SampleFormat format;
        private final SampleReader reader;
        private final double[] values;
        private double least = Double.MAX_VALUE;
        private double most = -Double.MAX_VALUE;
        private long inside;
        private long outside;

        public Search(SampleFormat format) {
            this.format = format;
            reader = new SampleReader(format, USUAL);
            values = new double[format.samples() * format.width()];
        }

        /// Takes in the samples of one row.
        public void add(byte[] row) {
            reader.readNumbers(row, 0, values);
            for (double value : values) {
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
            return new SampleRange(low, most > low ? most : low + 1);
        }

        private SampleRange integers(List<String> notes) {
            if (most <= LARGEST_SHORT) {
                notes.add(format.bits() + "-bit samples, none above 65535, were taken as 16-bit samples");
                return new SampleRange(0, LARGEST_SHORT);
            }
            notes.add(format.bits() + "-bit samples were rounded to 16 bits");
            return WHOLE;
        }
    }
}
