package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// The pixels of an image that Java2D holds.
final class RasterPixels implements PixelSource {

    private final BufferedImage image;
    private final PixelLayout layout;
    private final boolean convert;

    RasterPixels(BufferedImage image) {
        this.image = image;
        ColorModel model = image.getColorModel();
        int type = image.getSampleModel().getDataType();
        boolean samples = !model.isAlphaPremultiplied()
                && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
                && (model.getNumColorComponents() == 1 || model.getNumColorComponents() == 3);
        convert = !(model instanceof IndexColorModel) && !samples;
        layout = layout(image, convert);
    }

    /// Whether its samples are something else that Java2D makes sRGB of.
    boolean converted() {
        return convert;
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
        int scale = layout.bits() == 16 ? 1 : 65_535 / ((1 << layout.bits()) - 1);
        int[] row = new int[layout.width() * layout.channels().count()];
        for (int y = 0; y < count; y++) {
            read(first + y, row);
            pixels.startRow(y);
            for (int sample : row) {
                pixels.put(sample * scale);
            }
        }
        return out;
    }

    @Override
    public void close() {}

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

    private static PixelLayout layout(BufferedImage image, boolean convert) {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel index && index.getMapSize() <= Palette.MAX_SIZE) {
            var argb = new int[index.getMapSize()];
            index.getRGBs(argb);
            int bits = argb.length <= 2 ? 1 : argb.length <= 4 ? 2 : argb.length <= 16 ? 4 : 8;
            return new PixelLayout(image.getWidth(), image.getHeight(), Channels.INDEXED, bits, Palette.ofArgb(argb));
        }
        boolean gray = !convert && model.getNumColorComponents() == 1;
        boolean alpha = model.hasAlpha();
        int bits = !convert && image.getSampleModel().getDataType() == DataBuffer.TYPE_USHORT ? 16 : 8;
        Channels channels = gray ? alpha ? Channels.GRAY_ALPHA : Channels.GRAY : alpha ? Channels.RGBA : Channels.RGB;
        return new PixelLayout(image.getWidth(), image.getHeight(), channels, bits);
    }
}
