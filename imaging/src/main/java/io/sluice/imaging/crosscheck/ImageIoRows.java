package io.sluice.imaging.crosscheck;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/// Rows of a TIFF as the JDK's own reader sees them: for compressions that another library decodes.
final class ImageIoRows implements SecondReader {

    /// Chroma is computed and interpolated in different ways.
    private static final int LOSSY = 2600;

    private final ImageInputStream in;
    private final ImageReader reader;
    private final int width;
    private final int height;

    private ImageIoRows(ImageInputStream in, ImageReader reader) throws IOException {
        this.in = in;
        this.reader = reader;
        reader.setInput(in, false, true);
        width = reader.getWidth(0);
        height = reader.getHeight(0);
    }

    static ImageIoRows open(Path path) throws IOException {
        var providers = IIORegistry.getDefaultInstance()
                .getServiceProviders(
                        ImageReaderSpi.class,
                        provider ->
                                provider.getClass().getName().equals("com.sun.imageio.plugins.tiff.TIFFImageReaderSpi"),
                        true);
        if (!providers.hasNext()) {
            throw new IOException("this JDK has no reader of TIFF");
        }
        ImageInputStream in = ImageIO.createImageInputStream(path.toFile());
        ImageReader reader = providers.next().createReaderInstance();
        try {
            return new ImageIoRows(in, reader);
        } catch (IOException | RuntimeException e) {
            reader.dispose();
            in.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int blockHeight() {
        try {
            return Math.max(1, reader.getTileHeight(0));
        } catch (IOException _) {
            return height;
        }
    }

    @Override
    public boolean addressable() {
        return false;
    }

    @Override
    public boolean sequential() {
        return false;
    }

    @Override
    public Rules rules() {
        return new Rules(LOSSY, false, Colors.VALUES);
    }

    @Override
    public void row(int y, double[] rgba) throws IOException {
        var region = reader.getDefaultReadParam();
        region.setSourceRegion(new Rectangle(0, y, width, 1));
        BufferedImage image = reader.read(0, region);
        var model = image.getColorModel();
        int type = image.getSampleModel().getDataType();
        boolean integers = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
        int colors = model.getNumColorComponents();
        if (model instanceof IndexColorModel) {
            for (int x = 0; x < width; x++) {
                int argb = image.getRGB(x, 0);
                for (int c = 0; c < 4; c++) {
                    rgba[4 * x + c] = (argb >> (c == 3 ? 24 : 16 - 8 * c) & 0xFF) / 255.0;
                }
            }
        } else if (integers && (colors == 1 || colors == 3)) {
            double largest = (1 << model.getComponentSize(0)) - 1;
            var raster = image.getRaster();
            var pixel = new int[raster.getNumBands()];
            for (int x = 0; x < width; x++) {
                raster.getPixel(x, 0, pixel);
                for (int c = 0; c < 3; c++) {
                    rgba[4 * x + c] = pixel[Math.min(c, colors - 1)] / largest;
                }
                rgba[4 * x + 3] = model.hasAlpha() ? pixel[colors] / largest : 1;
            }
        } else if (integers && colors == 4) {
            // inks, which are converted in other ways; that they can be read is all that is known
            for (int i = 0; i < rgba.length; i++) {
                rgba[i] = i % 4 == 3 && !model.hasAlpha() ? 1 : Double.NaN;
            }
        } else {
            throw new IOException("colours that are not known");
        }
    }

    @Override
    public void close() throws IOException {
        reader.dispose();
        in.close();
    }
}
