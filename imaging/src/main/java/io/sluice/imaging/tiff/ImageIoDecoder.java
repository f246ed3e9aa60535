package io.sluice.imaging.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.sluice.imaging.decode.DecodedImage;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.tiff.compression.TiffCompression;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// A decoder of the complete first image of a TIFF with TwelveMonkeys, for variants that our own decoder does
/// not support.
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    /// The declaration of the samples in the file.
    ///
    /// @param samples     meaning of the samples
    /// @param compression value of the tag Compression
    /// @param bytes       bytes of all pixels
    /// @param palette     the colors of indexed samples, otherwise `null`
    record Declared(
            TiffSamples samples,
            int compression,
            long bytes,
            @Nullable Palette palette) {

        boolean cmyk() {
            return samples.photometric() == TiffSamples.CMYK;
        }

        /// Whether the colors are luma and chroma outside of JPEG.
        boolean ycbcr() {
            return samples.photometric() == TiffSamples.YCBCR
                    && compression != TiffCompression.JPEG
                    && compression != TiffCompression.OLD_JPEG;
        }

        private String layout() {
            int bits = samples.bits();
            return TiffCompression.name(compression) + " with " + samples.count()
                    + (bits < 0 ? " samples of different lengths" : " samples of " + bits + " bits") + " a pixel";
        }
    }

    static DecodedImage tiff(Path file, Annotations annotations, Declared declared, HeapLimit heap) throws IOException {
        // the reader also needs memory for complete strips and tiles
        if (!heap.holds(declared.bytes() + declared.bytes() / 4)) {
            throw new UndecodableException("it needs more memory than a conversion may take");
        }
        return decoded(read(file, declared), annotations, declared);
    }

    private static BufferedImage read(Path file, Declared declared) throws UndecodableException {
        ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // the plugin throws various exceptions whose messages describe its own code
            throw new UndecodableException(
                    "TIFF of this kind is not supported, or its pixels are damaged: " + declared.layout(), e);
        } finally {
            reader.dispose();
        }
    }

    private static DecodedImage decoded(BufferedImage image, Annotations annotations, Declared declared)
            throws UndecodableException {
        var pixels = RasterPixels.of(image, declared.palette(), declared.cmyk());
        if (pixels == null) {
            throw new UndecodableException("TIFF of this kind is not supported: " + declared.layout());
        }
        var notes = new ArrayList<String>();
        if (pixels.converted()) {
            notes.add("CMYK was converted to 8-bit sRGB");
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
