package io.sluice.imaging.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.UndecodableException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Reads the first image of a TIFF as a whole with TwelveMonkeys: for what our own reader does not read.
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    /// What the file says of its samples.
    ///
    /// @param cmyk  its colours are inks
    /// @param ycbcr its colours are luma and chroma, and not within JPEG
    /// @param bytes that all pixels take
    record Declared(boolean cmyk, boolean ycbcr, long bytes) {}

    static DecodedImage tiff(Path file, Annotations annotations, Declared declared, HeapLimit heap) throws IOException {
        // the reader decodes whole strips and tiles besides
        if (!heap.holds(declared.bytes() + declared.bytes() / 4)) {
            throw new UndecodableException("it needs more memory than a conversion may take");
        }
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, true);
            return decoded(reader.read(0), annotations, declared);
        } catch (IOException | RuntimeException e) {
            // this plugin tells damage by many kinds of exceptions
            throw new UndecodableException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static DecodedImage decoded(BufferedImage image, Annotations annotations, Declared declared) {
        var pixels = new RasterPixels(image);
        var notes = new ArrayList<String>();
        if (pixels.converted()) {
            notes.add((declared.cmyk() ? "CMYK was" : "colours were") + " converted to 8-bit sRGB");
            return new DecodedImage(pixels, annotations.inSrgb(), notes);
        }
        if (pixels.sampleBits() > 8 && pixels.sampleBits() < 16) {
            notes.add(pixels.sampleBits() + "-bit samples were scaled to 16 bits");
        }
        if (declared.ycbcr()) {
            notes.add("YCbCr was converted to RGB");
        }
        boolean fits = annotations.icc() == null
                || annotations.profileOf(pixels.layout().channels().gray() ? "GRAY" : "RGB ");
        if (!fits) {
            notes.add("an ICC profile for another colour space was left out");
        }
        return new DecodedImage(pixels, fits ? annotations : annotations.withoutProfile(), notes);
    }
}
