package io.sluice.imaging.pixels;

import org.jspecify.annotations.Nullable;

/// The layout of an image's samples in memory: as in a PNG before filtering.
///
/// Rows from top to bottom, each starting at a whole byte; pixels from left to right, samples interleaved.
/// 16-bit samples are big-endian, samples below 8 bits are packed with the leftmost pixel in the high-order
/// bits. Gray is black at 0, alpha is not premultiplied.
///
/// @param width    pixels per row, at least 1
/// @param height   number of rows, at least 1
/// @param channels samples of a pixel
/// @param bits     bits per sample: 8 or 16; gray also 1, 2, 4; indexed 1, 2, 4, 8
/// @param palette  the colors of an indexed image, otherwise `null`
public record PixelLayout(
        int width,
        int height,
        Channels channels,
        int bits,
        @Nullable Palette palette) {

    public PixelLayout {
        boolean known = switch (channels) {
            case GRAY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
            case INDEXED -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
            case GRAY_ALPHA, RGB, RGBA -> bits == 8 || bits == 16;
        };
        if (!known || width < 1 || height < 1 || (channels == Channels.INDEXED) != (palette != null)) {
            throw new IllegalArgumentException(
                    width + "×" + height + " " + channels + " of " + bits + " bits, palette " + palette);
        }
        if (rowBytes(width, channels, bits) > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("a row of " + width + " pixels is too long");
        }
    }

    public PixelLayout(int width, int height, Channels channels, int bits) {
        this(width, height, channels, bits, null);
    }

    /// Returns the bytes per row.
    public int rowBytes() {
        return (int) rowBytes(width, channels, bits);
    }

    /// Returns the bytes of all rows.
    public long bytes() {
        return (long) rowBytes() * height;
    }

    /// Returns the bits per sample in a [PixelDigest] of such an image: 8 or 16.
    public int digestBits() {
        return bits == 16 ? 16 : 8;
    }

    /// Returns the colors of an indexed image.
    public Palette colors() {
        if (palette == null) {
            throw new IllegalStateException(channels + " has no palette");
        }
        return palette;
    }

    private static long rowBytes(int width, Channels channels, int bits) {
        return ((long) width * channels.count() * bits + 7) / 8;
    }
}
