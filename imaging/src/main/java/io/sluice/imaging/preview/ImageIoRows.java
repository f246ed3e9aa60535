package io.sluice.imaging.preview;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.jspecify.annotations.Nullable;

/// PNG and GIF, decoded with the readers of the JDK, which keep only every few pixels in memory. Of an
/// animation, the first frame is shown.
final class ImageIoRows {

    private static final String GIF_METADATA = "javax_imageio_gif_image_1.0";
    private static final int LARGEST_PROFILE = 4 << 20;
    private static final int ICCP = ByteReader.code("iCCP");
    private static final int IDAT = ByteReader.code("IDAT");

    private ImageIoRows() {}

    static Rows png(Path file, int step) throws IOException {
        BufferedImage image;
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            image = read(reader, step);
        } finally {
            reader.dispose();
        }
        return new RasterRows(image, RasterRows.Canvas.of(image), pngProfile(file));
    }

    static Rows gif(Path file, Identified identified, int step) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in, false, false);
            var image = read(reader, step);
            var root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree(GIF_METADATA);
            var descriptor = (IIOMetadataNode)
                    root.getElementsByTagName("ImageDescriptor").item(0);
            int left = Integer.parseInt(descriptor.getAttribute("imageLeftPosition")) / step;
            int top = Integer.parseInt(descriptor.getAttribute("imageTopPosition")) / step;
            var canvas = new RasterRows.Canvas(
                    Math.ceilDiv(identified.width(), step), Math.ceilDiv(identified.height(), step), left, top);
            return new RasterRows(image, canvas, null);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage read(ImageReader reader, int step) throws IOException {
        var param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, param);
    }

    /// Reads the profile of a PNG (third edition, 11.3.2.3); a damaged one counts as none.
    private static @Nullable IccProfile pngProfile(Path file) throws IOException {
        try (var bytes = FileImageBytes.open(file)) {
            var in = new ByteReader(bytes, ImageFormat.PNG, new byte[0]);
            in.seek(8);
            while (true) {
                in.step();
                long length = in.u32();
                int type = in.i32();
                if (type == IDAT) {
                    return null;
                }
                long start = in.position();
                if (type == ICCP && length < LARGEST_PROFILE) {
                    return profile(in.bytes(length));
                }
                in.seek(start + length + 4);
            }
        } catch (Refusal _) {
            return null;
        }
    }

    /// The chunk has a name, a zero, the number of the compression method, and the compressed profile.
    private static @Nullable IccProfile profile(byte[] chunk) {
        int zero = 0;
        while (zero < chunk.length && chunk[zero] != 0) {
            zero++;
        }
        int from = Math.min(chunk.length, zero + 2);
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(chunk, from, chunk.length - from))) {
            return new IccProfile(inflater.readNBytes(LARGEST_PROFILE));
        } catch (IOException _) {
            return null;
        }
    }
}
