package io.sluice.imaging.preview;

import io.sluice.imaging.pixels.IccProfile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rows of a decoded image of any kind of samples, perhaps on a larger canvas that is transparent beside
/// it. Samples count as they are: the color model of an image may declare gray as linear, which it is not.
final class RasterRows implements Rows {

    private final BufferedImage image;
    private final Canvas canvas;
    private final @Nullable IccProfile profile;
    private final int[] samples;
    private final int[] palette;
    private final int shift;

    /// The size of a canvas and the place of the image on it.
    record Canvas(int width, int height, int left, int top) {
        static Canvas of(BufferedImage image) {
            return new Canvas(image.getWidth(), image.getHeight(), 0, 0);
        }
    }

    RasterRows(BufferedImage image, Canvas canvas, @Nullable IccProfile profile) {
        this.image = image;
        this.canvas = canvas;
        this.profile = profile;
        samples = new int[image.getRaster().getNumBands() * image.getWidth()];
        palette = image.getColorModel() instanceof IndexColorModel colors ? palette(colors) : new int[0];
        shift = image.getRaster().getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT && palette.length == 0
                ? 8
                : 0;
    }

    private static int[] palette(IndexColorModel colors) {
        var palette = new int[colors.getMapSize()];
        colors.getRGBs(palette);
        return palette;
    }

    @Override
    public int width() {
        return canvas.width;
    }

    @Override
    public int height() {
        return canvas.height;
    }

    @Override
    public @Nullable IccProfile profile() {
        return profile;
    }

    @Override
    public void read(int y, int[] argb) {
        int row = y - canvas.top;
        int count = Math.min(image.getWidth(), canvas.width - canvas.left);
        if (row < 0 || row >= image.getHeight() || count < argb.length) {
            Arrays.fill(argb, 0);
        }
        if (row < 0 || row >= image.getHeight()) {
            return;
        }
        image.getRaster().getPixels(0, row, image.getWidth(), 1, samples);
        int bands = image.getRaster().getNumBands();
        for (int x = 0, i = 0; x < count; x++, i += bands) {
            argb[canvas.left + x] = palette.length > 0 ? color(samples[i]) : pixel(i, bands);
        }
    }

    private int color(int index) {
        return index < palette.length ? palette[index] : 0;
    }

    private int pixel(int i, int bands) {
        int first = samples[i] >> shift;
        return switch (bands) {
            case 1 -> 0xFF000000 | first * 0x10101;
            case 2 -> samples[i + 1] >> shift << 24 | first * 0x10101;
            case 3 -> 0xFF000000 | first << 16 | samples[i + 1] >> shift << 8 | samples[i + 2] >> shift;
            default ->
                samples[i + 3] >> shift << 24 | first << 16 | samples[i + 1] >> shift << 8 | samples[i + 2] >> shift;
        };
    }
}
