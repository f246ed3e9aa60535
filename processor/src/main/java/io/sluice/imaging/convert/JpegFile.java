package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Writes baseline JPEG at high quality, chroma as fine as luma (4:4:4).
final class JpegFile {

    /// Most pixels a side (libjpeg's `JPEG_MAX_DIMENSION`).
    static final int MAX_SIDE = 65_500;

    private static final float QUALITY = 0.93f;
    private static final String METADATA = "javax_imageio_jpeg_image_1.0";

    private JpegFile() {}

    /// Writes `source`, gray or RGB of 8 bits, to `out`, which stays open.
    static void write(PixelSource source, Annotations annotations, OutputStream out) throws IOException {
        PixelLayout layout = source.layout();
        boolean gray = layout.channels() == Channels.GRAY;
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(gray ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                false,
                false,
                ColorModel.OPAQUE,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(layout.width(), layout.height());
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        for (int i = 0, at = 0; i < source.bands(); i++) {
            byte[] rows = source.band(i);
            System.arraycopy(rows, 0, samples, at, rows.length);
            at += rows.length;
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(new JpegSegments(annotations, out))) {
            var param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            var image = new BufferedImage(model, raster, false, null);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
            if (!gray) {
                sampleChromaFully(metadata);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, metadata), param);
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
}
