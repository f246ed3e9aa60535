package io.sluice.imaging.jpeg;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A writer of baseline JPEG at high quality, with chroma at the resolution of luma (4:4:4).
public final class JpegWriter {

    /// Maximum width and height in pixels (libjpeg's `JPEG_MAX_DIMENSION`).
    public static final int MAX_SIDE = 65_500;

    private static final float QUALITY = 0.93f;
    private static final String METADATA = "javax_imageio_jpeg_image_1.0";

    private JpegWriter() {}

    /// Writes `source`, gray or RGB of 8 bits, to `out`, which stays open. Reads every band once, in order.
    public static void write(PixelSource source, Annotations annotations, OutputStream out) throws IOException {
        PixelLayout layout = source.layout();
        var image = new RowImage(layout, new BandRows(source)::row);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(new JpegSegments(annotations, out))) {
            var param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
            if (layout.channels() == Channels.RGB) {
                sampleChromaFully(metadata);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            writer.dispose();
        }
    }

    private static void sampleChromaFully(IIOMetadata metadata) throws IOException {
        var root = (IIOMetadataNode) metadata.getAsTree(METADATA);
        var component =
                (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
        component.setAttribute("HsamplingFactor", "1");
        component.setAttribute("VsamplingFactor", "1");
        metadata.setFromTree(METADATA, root);
    }

    /// The rows of the current band.
    private static final class BandRows {

        private final PixelSource source;
        private int band = -1;
        private byte[] rows = {};

        BandRows(PixelSource source) {
            this.source = source;
        }

        byte[] row(int y) {
            int wanted = y / source.bandRows();
            if (wanted != band) {
                try {
                    rows = source.band(wanted);
                } catch (IOException e) {
                    // the JDK's writer does not allow checked exceptions here
                    throw new UncheckedIOException(e);
                }
                band = wanted;
            }
            int rowBytes = source.layout().rowBytes();
            int from = y % source.bandRows() * rowBytes;
            return Arrays.copyOfRange(rows, from, from + rowBytes);
        }
    }
}
