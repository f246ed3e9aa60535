package io.sluice.imaging.tiff;

import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.stream.IntStream;

/// The meaning of a pixel's samples: colors first, followed by extra samples (TIFF 6.0, section 18). Used to
/// identify and to convert, so that both find the same alpha channel.
///
/// @param count         samples per pixel
/// @param bits          bits per sample, -1 when they differ
/// @param photometric   meaning of the colors, [#GRAY] or [#RGB] when the file does not declare it
/// @param alpha         index of the alpha channel, -1 without
/// @param premultiplied whether the colors are multiplied with alpha
record TiffSamples(int count, int bits, int photometric, int alpha, boolean premultiplied) {

    static final int WHITE_IS_ZERO = 0;
    static final int GRAY = 1;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int CMYK = 5;
    static final int YCBCR = 6;
    static final int SIGNED_LAB = 8;
    static final int OFFSET_LAB = 9;

    private static final int ITU_LAB = 10;
    private static final int LOGLUV = 32_845;

    private static final int ASSOCIATED = 1;
    private static final int UNASSOCIATED = 2;
    /// Written by Corel Draw 10 instead of [#UNASSOCIATED].
    private static final int COREL_ALPHA = 999;

    private static final int MOST_BITS = 1024;

    static TiffSamples of(TiffDirectory tags) throws Refusal, IOException {
        long declaredBits = tags.count(TiffDirectory.BITS_PER_SAMPLE);
        int count = (int)
                Math.min(tags.value(TiffDirectory.SAMPLES_PER_PIXEL, Math.max(1, declaredBits)), Integer.MAX_VALUE);
        int photometric = (int) tags.optional(TiffDirectory.PHOTOMETRIC, count < 3 ? GRAY : RGB);
        int colors = colors(photometric);
        int alpha = -1;
        boolean premultiplied = false;
        long declared = Math.min(tags.count(TiffDirectory.EXTRA_SAMPLES), Math.max(0, count - colors));
        for (int i = 0; i < declared && alpha < 0; i++) {
            long meaning = tags.optional(TiffDirectory.EXTRA_SAMPLES, 0, i);
            if (meaning == ASSOCIATED || meaning == UNASSOCIATED || meaning == COREL_ALPHA) {
                alpha = colors + i;
                premultiplied = meaning == ASSOCIATED;
            }
        }
        if (count > colors && tags.count(TiffDirectory.EXTRA_SAMPLES) == 0) {
            // without the tag, the extra sample is alpha
            alpha = colors;
        }
        // an index is never premultiplied
        return new TiffSamples(count, bits(tags, count), photometric, alpha, premultiplied && photometric != PALETTE);
    }

    private static int bits(TiffDirectory tags, int samples) throws Refusal, IOException {
        if (tags.count(TiffDirectory.BITS_PER_SAMPLE) == 0) {
            return 1;
        }
        long[] bits = tags.values(TiffDirectory.BITS_PER_SAMPLE, 0, Math.clamp(samples, 1, MOST_BITS));
        for (long each : bits) {
            if (each != bits[0]) {
                return -1;
            }
        }
        return (int) Math.min(bits[0], MOST_BITS);
    }

    /// Returns the number of color samples.
    int colors() {
        return colors(photometric);
    }

    private static int colors(int photometric) {
        return switch (photometric) {
            case RGB, YCBCR, SIGNED_LAB, OFFSET_LAB, ITU_LAB, LOGLUV -> 3;
            case CMYK -> 4;
            default -> 1;
        };
    }

    /// Returns the visible samples: colors, followed by alpha.
    int[] shown() {
        IntStream colors = IntStream.range(0, colors());
        return (alpha < 0 ? colors : IntStream.concat(colors, IntStream.of(alpha))).toArray();
    }
}
