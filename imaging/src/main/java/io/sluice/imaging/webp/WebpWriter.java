package io.sluice.imaging.webp;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Argb;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A writer of lossy WebP at high quality with an exact alpha channel.
///
/// The encoder does not support metadata: the chunks of its file are rearranged into an extended file (RFC
/// 9649, 2.7).
public final class WebpWriter {

    /// Maximum width and height in pixels (RFC 9649, 2.6).
    public static final int MAX_SIDE = 16_383;

    /// Heap bytes per pixel of the encoding: the image, the encoder's copy of it, the result.
    public static final int BYTES_A_PIXEL = 10;

    private static final float QUALITY = 0.92f;
    private static final int ICC_FLAG = 0x20;
    private static final int ALPHA_FLAG = 0x10;
    private static final int EXIF_FLAG = 0x08;

    private WebpWriter() {}

    public static void write(PixelSource source, Annotations annotations, OutputStream out) throws IOException {
        byte[] encoded = encode(source);
        var body = new ByteArrayOutputStream(encoded.length + 1024);
        int flags = ALPHA_FLAG;
        IccProfile icc = annotations.icc();
        if (icc != null) {
            flags |= ICC_FLAG;
        }
        if (annotations.orientation() != 1) {
            flags |= EXIF_FLAG;
        }
        chunk(body, "VP8X", canvas(source.layout(), flags));
        if (icc != null) {
            chunk(body, "ICCP", icc.bytes());
        }
        copyImage(encoded, body);
        if (annotations.orientation() != 1) {
            chunk(body, "EXIF", ExifOrientation.block(annotations.orientation()));
        }
        out.write(littleEndian(12)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(body.size() + 4)
                .put("WEBP".getBytes(StandardCharsets.US_ASCII))
                .array());
        body.writeTo(out);
    }

    private static byte[] encode(PixelSource source) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByMIMEType("image/webp").next();
        var bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            var param = new WebPWriteParam(Locale.ROOT);
            param.setCompressionType(CompressionType.Lossy);
            param.setCompressionQuality(QUALITY);
            param.setAlphaQuality(100);
            param.setAlphaCompressionAlgorithm(1);
            param.setUseSharpYUV(true);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image(source), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(PixelSource source) throws IOException {
        PixelLayout layout = source.layout();
        var image = new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_ARGB);
        int[] target = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        var argb = new Argb(layout);
        var row = new int[layout.width()];
        int at = 0;
        for (int i = 0; i < source.bands(); i++) {
            byte[] rows = source.band(i);
            for (int from = 0; from < rows.length; from += layout.rowBytes(), at += row.length) {
                argb.read(rows, from, row);
                System.arraycopy(row, 0, target, at, row.length);
            }
        }
        return image;
    }

    /// Copies the chunks with pixels.
    private static void copyImage(byte[] encoded, ByteArrayOutputStream body) {
        for (int at = 12; at + 8 <= encoded.length; ) {
            var type = new String(encoded, at, 4, StandardCharsets.US_ASCII);
            int length = littleEndian(encoded, at + 4);
            int padded = 8 + length + (length & 1);
            if (type.equals("ALPH") || type.equals("VP8 ") || type.equals("VP8L")) {
                body.write(encoded, at, Math.min(padded, encoded.length - at));
            }
            at += padded;
        }
    }

    private static byte[] canvas(PixelLayout layout, int flags) {
        int width = layout.width() - 1;
        int height = layout.height() - 1;
        return new byte[] {
            (byte) flags,
            0,
            0,
            0,
            (byte) width,
            (byte) (width >> 8),
            (byte) (width >> 16),
            (byte) height,
            (byte) (height >> 8),
            (byte) (height >> 16)
        };
    }

    private static void chunk(ByteArrayOutputStream body, String type, byte[] content) {
        body.writeBytes(littleEndian(8)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .array());
        body.writeBytes(content);
        if ((content.length & 1) == 1) {
            body.write(0);
        }
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int littleEndian(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }
}
