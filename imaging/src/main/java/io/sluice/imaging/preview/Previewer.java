package io.sluice.imaging.preview;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.decode.HeapTooSmallException;
import io.sluice.imaging.identify.Identifier;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.PsdDecoder;
import io.sluice.imaging.tiff.TiffDecoder;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/// A maker of previews in this process: JPEG if all pixels are opaque, else PNG. The memory does not depend
/// on the pixels of the file, except where a decoder needs all of them; then their number is limited.
///
/// Hostile input may make it hang or run out of memory; therefore it runs in a cell.
public final class Previewer {

    private static final Set<ImageFormat> FORMATS = Set.of(
            ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.WEBP, ImageFormat.TIFF, ImageFormat.PSD);

    private static final float QUALITY = 0.82f;

    private Previewer() {}

    /// Returns whether there is a decoder for images of this format.
    public static boolean supports(ImageFormat format) {
        return FORMATS.contains(format);
    }

    /// Writes a preview of `source` into the file `destination`, which is replaced.
    ///
    /// @param side      width and height are at most this; smaller images keep their size
    /// @param maxPixels an image that has more pixels is refused
    /// @return the result without a digest, or a refusal for a reason in words
    /// @throws HeapTooSmallException when a process with a larger heap can make it
    /// @throws IOException           when a file cannot be read or written
    public static Conversion make(
            Path source, ImageFormat format, int side, Path destination, long maxPixels, HeapLimit heap)
            throws IOException {
        Conversion result = null;
        try {
            result = make(source, identified(source, format, maxPixels), side, destination, heap);
            return result;
        } catch (UndecodableException e) {
            return refused(format, e.detail());
        } finally {
            if (result == null) {
                Files.deleteIfExists(destination);
            }
        }
    }

    private static Identified identified(Path source, ImageFormat format, long maxPixels) throws IOException {
        var limits = new ImageLimits(maxPixels, Long.MAX_VALUE, ImageLimits.DEFAULTS.decodeTimeout());
        try (var bytes = FileImageBytes.open(source)) {
            return switch (new Identifier(limits).identify(bytes)) {
                case Identified image when image.format() == format -> image;
                case Identified other -> throw new UndecodableException("it is " + other.format());
                case Identification.Refused(var reason) -> throw new UndecodableException(reason.message());
            };
        }
    }

    private static Conversion make(Path source, Identified image, int side, Path destination, HeapLimit heap)
            throws IOException {
        int longest = Math.max(image.width(), image.height());
        // enough pixels for the mean of four
        int step = Math.max(1, longest / (2 * side));
        int[] pixels;
        int width;
        int height;
        try (Rows rows = open(source, image, step, heap)) {
            double scale = Math.min(1, (double) side / Math.max(rows.width(), rows.height()));
            width = Math.max(1, (int) Math.rint(rows.width() * scale));
            height = Math.max(1, (int) Math.rint(rows.height() * scale));
            pixels = BoxScaler.scale(rows, width, height);
            convertColors(rows, pixels);
        } catch (IIOException | EOFException | ZipException | RuntimeException e) {
            // readers throw various exceptions whose messages describe their own code
            throw new UndecodableException("its pixels are damaged, or of a kind that is not supported", e);
        }
        boolean isOpaque = true;
        for (int pixel : pixels) {
            isOpaque &= pixel >>> 24 == 0xFF;
        }
        return write(Upright.of(pixels, width, height, image.orientation(), isOpaque), isOpaque, destination);
    }

    private static Rows open(Path source, Identified image, int step, HeapLimit heap) throws IOException {
        long maxPixels = Long.MAX_VALUE; // identification has checked them
        return switch (image.format()) {
            case JPEG -> JpegRows.open(source, image, step);
            case PNG -> ImageIoRows.png(source, step);
            case GIF -> ImageIoRows.gif(source, image, step);
            case WEBP -> WebpRows.open(source, image, step, heap);
            case TIFF -> new BandRows(TiffDecoder.open(source, maxPixels, heap));
            case PSD -> new BandRows(PsdDecoder.open(source, maxPixels));
            default ->
                throw new UndecodableException(
                        "there is no decoder for " + image.format().extension());
        };
    }

    private static void convertColors(Rows rows, int[] pixels) {
        var profile = rows.profile();
        if (profile != null) {
            SrgbColors.of(profile, "RGB ", 3)
                    .or(() -> SrgbColors.of(profile, "GRAY", 1))
                    .ifPresent(colors -> colors.convert(pixels));
        }
    }

    private static Conversion write(BufferedImage image, boolean isOpaque, Path destination) throws IOException {
        var format = isOpaque ? ImageFormat.JPEG : ImageFormat.PNG;
        Files.deleteIfExists(destination);
        ImageWriter writer =
                ImageIO.getImageWritersByMIMEType(format.mediaType()).next();
        try (var out = ImageIO.createImageOutputStream(destination.toFile())) {
            var param = writer.getDefaultWriteParam();
            if (isOpaque) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return new Conversion.Converted(
                format, Files.size(destination), image.getWidth(), image.getHeight(), isOpaque, "", List.of());
    }

    private static Conversion refused(ImageFormat format, String detail) {
        return new Conversion.Refused(new Rejection.ConversionFailed(format.extension(), detail));
    }
}
