package io.sluice.imaging.preview;

import com.luciad.imageio.webp.WebPReadParam;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.Refusal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The rows of a WebP, which its decoder scales while it decodes.
final class WebpRows {

    /// Largest memory outside of the heap, where the decoder keeps all pixels of a lossless image, and alpha.
    private static final long LARGEST_PIXELS = 256L << 20;

    /// Copies of the file in the heap: the chunks, the file made of them, the stream, the reader's.
    private static final int COPIES = 4;

    private WebpRows() {}

    static Rows open(Path file, Identified image, int step, HeapLimit heap) throws IOException {
        WebpStill still;
        if (!heap.holds(COPIES * Files.size(file))) {
            throw new UndecodableException("it needs too much memory");
        }
        try (var bytes = FileImageBytes.open(file)) {
            still = WebpStill.read(bytes);
        } catch (Refusal e) {
            throw new UndecodableException(e.detail(), e);
        }
        ImageReader reader = ImageIO.getImageReadersByMIMEType("image/webp").next();
        try (var in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(still.file(image.width(), image.height())))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height * (still.isLossless() ? 4 : 1) > LARGEST_PIXELS) {
                throw new UndecodableException("a lossless WebP of this size needs too much memory");
            }
            var pixels = read(reader, Math.ceilDiv(width, step), Math.ceilDiv(height, step));
            var canvas = new RasterRows.Canvas(
                    Math.max(pixels.getWidth(), Math.ceilDiv(image.width(), step)),
                    Math.max(pixels.getHeight(), Math.ceilDiv(image.height(), step)),
                    still.left() / step,
                    still.top() / step);
            return new RasterRows(pixels, canvas, still.profile());
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage read(ImageReader reader, int width, int height) throws IOException {
        var param = (WebPReadParam) reader.getDefaultReadParam();
        param.setUseScaling(true);
        param.setScaledWidth(width);
        param.setScaledHeight(height);
        try {
            return reader.read(0, param);
        } catch (IOException e) { // the file is in memory
            throw new UndecodableException("its pixels are damaged", e);
        }
    }
}
