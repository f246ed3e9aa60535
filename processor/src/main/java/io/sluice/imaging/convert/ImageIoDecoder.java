package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.UndecodableException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first image of a file as a whole through an ImageIO plugin: for what our own readers do not read.
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    /// @param name the plugin's name of the format
    static DecodedImage open(Path file, String name, Annotations annotations) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(name).next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, true);
            return new DecodedImage(pixels(reader.read(0)), annotations, List.of());
        } catch (IIOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UndecodableException(String.valueOf(e.getMessage()), e);
        } finally {
            reader.dispose();
        }
    }

    private static WholePixels pixels(BufferedImage image) {
        if (image.getColorModel() instanceof IndexColorModel index && index.getPixelSize() <= 8) {
            return new WholePixels(indexed(image, index), samples(image.getRaster(), Channels.INDEXED, 8));
        }
        boolean gray = image.getColorModel().getNumColorComponents() == 1;
        boolean alpha = image.getColorModel().hasAlpha();
        int bits = image.getSampleModel().getDataType() == DataBuffer.TYPE_USHORT ? 16 : 8;
        Channels channels = gray ? alpha ? Channels.GRAY_ALPHA : Channels.GRAY : alpha ? Channels.RGBA : Channels.RGB;
        var layout = new PixelLayout(image.getWidth(), image.getHeight(), channels, bits);
        return new WholePixels(layout, samples(image.getRaster(), channels, bits));
    }

    private static PixelLayout indexed(BufferedImage image, IndexColorModel index) {
        var argb = new int[index.getMapSize()];
        index.getRGBs(argb);
        var palette = Palette.ofArgb(Arrays.copyOf(argb, Math.min(argb.length, Palette.MAX_SIZE)));
        return new PixelLayout(image.getWidth(), image.getHeight(), Channels.INDEXED, 8, palette);
    }

    private static byte[] samples(Raster raster, Channels channels, int bits) {
        int count = raster.getWidth() * channels.count();
        var rows = new byte[Math.multiplyExact(count * (bits / 8), raster.getHeight())];
        var row = new int[raster.getWidth() * raster.getNumBands()];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int i = 0; i < count; i++) {
                if (bits == 16) {
                    rows[at++] = (byte) (row[i] >> 8);
                }
                rows[at++] = (byte) row[i];
            }
        }
        return rows;
    }
}
