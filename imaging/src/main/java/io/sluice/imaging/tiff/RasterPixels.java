package io.sluice.imaging.tiff;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.samples.PixelWriter;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/// The pixels of a Java2D image.
final class RasterPixels implements PixelSource {

    private final BufferedImage image;
    private final PixelLayout layout;
    private final boolean convert;
    /// Maximum value of a sample; Java2D also has samples of 4, 10, 12 or 14 bits.
    private final int maximum;

    private RasterPixels(BufferedImage image, PixelLayout layout, boolean convert) {
        this.image = image;
        this.layout = layout;
        this.convert = convert;
        ColorModel model = image.getColorModel();
        int bits = layout.channels() == Channels.INDEXED || convert ? layout.bits() : model.getComponentSize(0);
        maximum = (1 << bits) - 1;
    }

    /// Returns the pixels of `image`, `null` when only Java2D can interpret its samples: it treats unusual
    /// types as linear light.
    ///
    /// @param palette the colors of indices, when they are known from the file
    /// @param cmyk    whether its samples are inks, which Java2D converts
    static @Nullable RasterPixels of(BufferedImage image, @Nullable Palette palette, boolean cmyk) {
        ColorModel model = image.getColorModel();
        int type = image.getSampleModel().getDataType();
        if (model instanceof IndexColorModel index) {
            return index.getMapSize() > Palette.MAX_SIZE
                    ? null
                    : new RasterPixels(image, indexed(image, index, palette), false);
        }
        boolean integers = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
        int colors = model.getNumColorComponents();
        boolean convert = cmyk && colors == 4;
        return integers && (convert || colors == 1 || colors == 3)
                ? new RasterPixels(image, layout(image, convert), convert)
                : null;
    }

    /// Whether its samples are inks that Java2D converts to sRGB.
    boolean converted() {
        return convert;
    }

    /// Returns the bits of a sample before it is scaled to those of the layout.
    int sampleBits() {
        return Integer.bitCount(maximum);
    }

    @Override
    public PixelLayout layout() {
        return layout;
    }

    @Override
    public int bandRows() {
        return PixelSource.bandRowsFor(layout);
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public byte[] band(int index) {
        int count = rowsOf(index);
        int first = index * bandRows();
        var out = new byte[count * layout.rowBytes()];
        var pixels = new PixelWriter(layout, out);
        int[] row = new int[layout.width() * layout.channels().count()];
        for (int y = 0; y < count; y++) {
            read(first + y, row);
            pixels.startRow(y);
            put(row, pixels);
        }
        return out;
    }

    @Override
    public void close() {}

    private void put(int[] row, PixelWriter pixels) {
        int count = layout.channels().count();
        boolean divide = !convert && image.getColorModel().isAlphaPremultiplied();
        for (int i = 0; i < row.length; i += count) {
            int alpha = divide ? full(row[i + count - 1]) : 0;
            for (int c = 0; c < count; c++) {
                int sample = full(row[i + c]);
                pixels.put(divide && c < count - 1 ? pixels.unmultiplied(sample, alpha) : sample);
            }
        }
    }

    private int full(int sample) {
        return (int) ((sample * 65_535L + maximum / 2) / maximum);
    }

    private void read(int y, int[] row) {
        if (convert) {
            int[] argb = image.getRGB(0, y, layout.width(), 1, null, 0, layout.width());
            boolean alpha = layout.channels().alpha();
            for (int x = 0, i = 0; x < argb.length; x++) {
                row[i++] = argb[x] >> 16 & 0xFF;
                row[i++] = argb[x] >> 8 & 0xFF;
                row[i++] = argb[x] & 0xFF;
                if (alpha) {
                    row[i++] = argb[x] >>> 24;
                }
            }
            return;
        }
        Raster raster = image.getRaster();
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, layout.width(), 1, row);
    }

    private static PixelLayout indexed(BufferedImage image, IndexColorModel model, @Nullable Palette palette) {
        var argb = new int[model.getMapSize()];
        model.getRGBs(argb);
        int bits = argb.length <= 2 ? 1 : argb.length <= 4 ? 2 : argb.length <= 16 ? 4 : 8;
        Palette colors = palette != null && palette.size() <= 1 << bits ? palette : Palette.ofArgb(argb);
        return new PixelLayout(image.getWidth(), image.getHeight(), Channels.INDEXED, bits, colors);
    }

    private static PixelLayout layout(BufferedImage image, boolean convert) {
        ColorModel model = image.getColorModel();
        boolean gray = !convert && model.getNumColorComponents() == 1;
        boolean alpha = model.hasAlpha();
        int bits = !convert && model.getComponentSize(0) > 8 ? 16 : 8;
        Channels channels = gray ? alpha ? Channels.GRAY_ALPHA : Channels.GRAY : alpha ? Channels.RGBA : Channels.RGB;
        return new PixelLayout(image.getWidth(), image.getHeight(), channels, bits);
    }
}
