package io.sluice.imaging.jpeg;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/// An 8-bit image of which only one row at a time is in memory: the JDK's JPEG writer requests each row in
/// turn from a raster.
final class RowImage implements RenderedImage {

    private final ColorModel model;
    private final Rows rows;

    /// A source of rows, requested from top to bottom.
    @FunctionalInterface
    interface RowReader {
        /// Returns the samples of row `y`.
        byte[] row(int y);
    }

    RowImage(PixelLayout layout, RowReader reader) {
        boolean gray = layout.channels() == Channels.GRAY;
        model = new ComponentColorModel(
                ColorSpace.getInstance(gray ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                false,
                false,
                ColorModel.OPAQUE,
                DataBuffer.TYPE_BYTE);
        rows = new Rows(model.createCompatibleSampleModel(layout.width(), layout.height()), reader);
    }

    @Override
    public Raster getTile(int tileX, int tileY) {
        return rows;
    }

    @Override
    public ColorModel getColorModel() {
        return model;
    }

    @Override
    public SampleModel getSampleModel() {
        return rows.getSampleModel();
    }

    @Override
    public int getWidth() {
        return rows.getWidth();
    }

    @Override
    public int getHeight() {
        return rows.getHeight();
    }

    @Override
    public int getMinX() {
        return 0;
    }

    @Override
    public int getMinY() {
        return 0;
    }

    @Override
    public int getNumXTiles() {
        return 1;
    }

    @Override
    public int getNumYTiles() {
        return 1;
    }

    @Override
    public int getMinTileX() {
        return 0;
    }

    @Override
    public int getMinTileY() {
        return 0;
    }

    @Override
    public int getTileWidth() {
        return getWidth();
    }

    @Override
    public int getTileHeight() {
        return getHeight();
    }

    @Override
    public int getTileGridXOffset() {
        return 0;
    }

    @Override
    public int getTileGridYOffset() {
        return 0;
    }

    @Override
    public Object getProperty(String name) {
        return java.awt.Image.UndefinedProperty;
    }

    @Override
    @SuppressWarnings("NullAway") // null is how this interface says that there are none
    public String @Nullable [] getPropertyNames() {
        return null;
    }

    @Override
    @SuppressWarnings({"NullAway", "JdkObsolete"}) // null is how this interface says that it does not know
    public @Nullable Vector<RenderedImage> getSources() {
        return null;
    }

    @Override
    public Raster getData() {
        throw new UnsupportedOperationException("this image is never there as a whole");
    }

    @Override
    public Raster getData(Rectangle area) {
        throw new UnsupportedOperationException("this image is never there as a whole");
    }

    @Override
    public WritableRaster copyData(WritableRaster raster) {
        throw new UnsupportedOperationException("this image is never there as a whole");
    }

    /// A raster with the size of the image but without data.
    private static final class Rows extends Raster {

        private final RowReader reader;

        Rows(SampleModel model, RowReader reader) {
            super(model, new DataBufferByte(1), new Point());
            this.reader = reader;
        }

        @Override
        public Raster createChild(int x, int y, int width, int height, int childX, int childY, int @Nullable [] bands) {
            if (x != 0 || width != getWidth() || height != 1) {
                throw new UnsupportedOperationException("only whole rows are there, not " + width + " × " + height);
            }
            byte[] row = reader.row(y);
            int samples = getNumBands();
            int[] offsets = new int[samples];
            Arrays.setAll(offsets, i -> i);
            return Raster.createInterleavedRaster(
                    new DataBufferByte(row, row.length),
                    width,
                    1,
                    row.length,
                    samples,
                    offsets,
                    new Point(childX, childY));
        }
    }
}
