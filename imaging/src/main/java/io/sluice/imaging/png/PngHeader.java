package io.sluice.imaging.png;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The IHDR chunk (PNG specification, third edition, 11.2.1).
///
/// @param depth      bits per sample, or per palette index
/// @param colorType  0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha
/// @param interlaced whether the image is interlaced (Adam7)
record PngHeader(long width, long height, int depth, int colorType, boolean interlaced) {

    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GRAY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    static PngHeader read(ByteReader in) throws Refusal, IOException {
        long width = in.u32();
        long height = in.u32();
        int depth = in.u8();
        int colorType = in.u8();
        int compression = in.u8();
        int filter = in.u8();
        int interlace = in.u8();
        boolean known = switch (colorType) {
            case GRAY -> Integer.bitCount(depth) == 1 && depth <= 16;
            case PALETTE -> Integer.bitCount(depth) == 1 && depth <= 8;
            case RGB, GRAY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!known) {
            throw in.corrupt("IHDR declares colour type " + colorType + " with " + depth + " bits");
        }
        if (compression != 0 || filter != 0 || interlace > 1) {
            throw in.corrupt(
                    "IHDR declares compression " + compression + ", filter " + filter + ", interlace " + interlace);
        }
        return new PngHeader(width, height, depth, colorType, interlace == 1);
    }

    int samples() {
        return switch (colorType) {
            case RGB -> 3;
            case GRAY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    String colorSpace() {
        return switch (colorType) {
            case GRAY, GRAY_ALPHA -> "gray";
            case PALETTE -> "palette";
            default -> "rgb";
        };
    }
}
