package io.sluice.imaging.convert;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.UndecodableException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first image of a TIFF as a whole with TwelveMonkeys: for what our own reader does not read.
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    static DecodedImage tiff(Path file, Annotations annotations) throws IOException {
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
        List<String> notes = new ArrayList<>();
        var icc = annotations.icc();
        boolean fits = icc == null || icc.describes(pixels.layout().channels().gray() ? "GRAY" : "RGB ");
        return new DecodedImage(
                pixels,
                fits ? annotations : new Annotations(null, false, annotations.density(), annotations.orientation()),
                notes);
    }
}
