package io.sluice.imaging.preview;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The coded image of a WebP, or that of the first frame of an animation, and where it belongs on the canvas
/// (RFC 9649, 2.7).
///
/// @param chunks  the data of the chunks `ALPH`, `VP8 ` and `VP8L`, those that there are
/// @param profile the color profile; null when there is none
record WebpStill(
        int left,
        int top,
        Map<String, byte[]> chunks,
        @Nullable IccProfile profile) {

    private static final int LARGEST_PROFILE = 4 << 20;
    private static final int FRAME_HEADER = 16;

    static WebpStill read(ImageBytes bytes) throws IOException, Refusal {
        var in = new ByteReader(bytes, ImageFormat.WEBP, new byte[0]);
        in.littleEndian(true);
        IccProfile profile = null;
        int left = 0;
        int top = 0;
        var chunks = new LinkedHashMap<String, byte[]>();
        in.seek(12);
        while (true) {
            in.step();
            String type = in.text(4);
            long length = in.u32();
            long start = in.position();
            switch (type) {
                case "ICCP" -> profile = length < LARGEST_PROFILE ? new IccProfile(in.bytes(length)) : null;
                case "ANMF" -> {
                    left = 2 * in.u24();
                    top = 2 * in.u24();
                    in.seek(start + FRAME_HEADER);
                    continue; // with the chunks inside
                }
                case "ALPH" -> chunks.put(type, whole(in, length));
                case "VP8 ", "VP8L" -> {
                    chunks.put(type, whole(in, length));
                    return new WebpStill(left, top, chunks, profile);
                }
                default -> {}
            }
            in.seek(start + length + (length & 1));
        }
    }

    private static byte[] whole(ByteReader in, long length) throws IOException, Refusal {
        in.require(length);
        var data = new byte[Math.toIntExact(length)];
        in.readFully(data);
        return data;
    }

    /// Whether the decoder needs memory for all pixels.
    boolean isLossless() {
        return chunks.containsKey("VP8L");
    }

    /// Returns a file with nothing but this image.
    ///
    /// @param width  width of the image
    /// @param height see `width`
    byte[] file(int width, int height) {
        var body = new ByteArrayOutputStream();
        if (chunks.containsKey("ALPH")) {
            body.writeBytes(littleEndian(18)
                    .put("VP8X".getBytes(US_ASCII))
                    .putInt(10)
                    .putInt(0x10) // has alpha
                    .put((byte) (width - 1))
                    .put((byte) ((width - 1) >> 8))
                    .put((byte) ((width - 1) >> 16))
                    .put((byte) (height - 1))
                    .put((byte) ((height - 1) >> 8))
                    .put((byte) ((height - 1) >> 16))
                    .array());
        }
        chunks.forEach((type, data) -> {
            body.writeBytes(littleEndian(8)
                    .put(type.getBytes(US_ASCII))
                    .putInt(data.length)
                    .array());
            body.writeBytes(data);
            if ((data.length & 1) == 1) {
                body.write(0);
            }
        });
        return littleEndian(12 + body.size())
                .put("RIFF".getBytes(US_ASCII))
                .putInt(body.size() + 4)
                .put("WEBP".getBytes(US_ASCII))
                .put(body.toByteArray())
                .array();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
