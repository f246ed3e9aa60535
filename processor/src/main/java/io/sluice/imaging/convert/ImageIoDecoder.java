package io.sluice.imaging.convert;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.UndecodableException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first image of a TIFF as a whole with TwelveMonkeys: for what our own reader does not read.
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    /// @param bytes that its pixels take
    static DecodedImage tiff(Path file, Annotations annotations, long bytes, HeapLimit heap) throws IOException {
        // the reader decodes whole strips and tiles besides
        if (!heap.holds(bytes + bytes / 4)) {
            throw new UndecodableException("it needs more memory than a conversion may take");
        }
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, true);
            return decoded(reader.read(0), annotations);
        } catch (IOException | RuntimeException e) {
            // this plugin tells damage by many kinds of exceptions
            throw new UndecodableException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static DecodedImage decoded(BufferedImage image, Annotations annotations) {
        var pixels = new RasterPixels(image);
        if (pixels.converted()) {
            return new DecodedImage(pixels, annotations.inSrgb(), List.of("colours were converted to 8-bit sRGB"));
        }
        boolean fits = annotations.icc() == null
                || annotations.profileOf(pixels.layout().channels().gray() ? "GRAY" : "RGB ");
        return fits
                ? new DecodedImage(pixels, annotations, List.of())
                : new DecodedImage(
                        pixels,
                        annotations.withoutProfile(),
                        List.of("an ICC profile for another colour space was left out"));
    }
}
