package io.sluice.imaging.samples;

import org.jspecify.annotations.Nullable;

/// The format of a file's samples before any conversion: interleaved, rows starting at whole bytes, samples
/// of 16 bits and more big-endian.
///
/// @param width         pixels per row
/// @param samples       samples per pixel, including unused ones
/// @param bits          bits per sample
/// @param kind          number type of a sample
/// @param color         meaning of the first samples
/// @param alpha         index of the alpha sample, -1 when there is none
/// @param premultiplied whether the colors are multiplied with alpha
/// @param colors        the colors when `color` is [Color#INDEXED]
public record SampleFormat(
        int width,
        int samples,
        int bits,
        Kind kind,
        Color color,
        int alpha,
        boolean premultiplied,
        @Nullable ColorMap colors) {

    public enum Kind {
        UNSIGNED,
        SIGNED,
        FLOAT
    }

    public enum Color {
        WHITE_IS_ZERO(1),
        GRAY(1),
        RGB(3),
        INDEXED(1),
        /// Inks, where 0 is no ink.
        CMYK(4),
        /// Inks, where 0 is full ink, as in Photoshop files.
        INVERTED_CMYK(4),
        /// CIE L*a*b*, a and b signed (TIFF 6.0, section 23).
        SIGNED_LAB(3),
        /// CIE L*a*b*, a and b offset by half their range, as in ICC and Photoshop.
        OFFSET_LAB(3);

        private final int samples;

        Color(int samples) {
            this.samples = samples;
        }

        /// Returns the number of color samples.
        public int samples() {
            return samples;
        }
    }

    long rowBits() {
        return (long) width * samples * bits;
    }

    /// Returns the bytes per row.
    public int rowBytes() {
        return Math.toIntExact(Math.ceilDiv(rowBits(), 8L));
    }

    /// Whether a result can represent the indices unchanged.
    boolean paletted() {
        return color == Color.INDEXED && samples == 1 && bits <= 8;
    }

    /// Whether there are samples besides color and alpha, which no result can represent.
    boolean surplus() {
        return samples > color.samples() + (alpha < 0 ? 0 : 1);
    }
}
