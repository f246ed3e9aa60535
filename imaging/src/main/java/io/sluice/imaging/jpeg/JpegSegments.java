package io.sluice.imaging.jpeg;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.pixels.IccProfile;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A stream that replaces the JFIF header of a JPEG by our own application segments: JFIF with the density
/// (ITU-T T.871, 10.1), EXIF with the orientation, the ICC profile in parts (ICC.1:2022, B.4).
final class JpegSegments extends FilterOutputStream {

    /// SOI, and APP0 as the encoder writes it: marker, length 16, content.
    private static final int REPLACED = 2 + 2 + 16;

    private static final int APP0 = 0xFFE0;
    private static final int APP1 = 0xFFE1;
    private static final int APP2 = 0xFFE2;
    private static final int ICC_PART = 65_519;

    private final Annotations annotations;
    private final ByteArrayOutputStream replaced = new ByteArrayOutputStream(REPLACED);

    JpegSegments(Annotations annotations, OutputStream out) {
        super(out);
        this.annotations = annotations;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int held = Math.min(count, REPLACED - replaced.size());
        replaced.write(bytes, from, held);
        if (held > 0 && replaced.size() == REPLACED) {
            writeSegments();
        }
        out.write(bytes, from + held, count - held);
    }

    /// Closes this stream but not the underlying one.
    @Override
    public void close() throws IOException {
        out.flush();
    }

    private void writeSegments() throws IOException {
        var begin = ByteBuffer.wrap(replaced.toByteArray());
        if (begin.getInt() != 0xFFD8FFE0 || begin.getShort() != 16) {
            throw new IllegalStateException("the JPEG encoder did not begin with JFIF");
        }
        out.write(new byte[] {(byte) 0xFF, (byte) 0xD8});
        segment(APP0, jfif());
        if (annotations.orientation() != 1) {
            segment(APP1, "Exif\0\0", ExifOrientation.block(annotations.orientation()));
        }
        IccProfile icc = annotations.icc();
        if (icc != null) {
            byte[] profile = icc.bytes();
            int parts = Math.ceilDiv(profile.length, ICC_PART);
            for (int i = 0; i < parts; i++) {
                int from = i * ICC_PART;
                byte[] part = Arrays.copyOfRange(profile, from, Math.min(from + ICC_PART, profile.length));
                segment(APP2, "ICC_PROFILE\0" + (char) (i + 1) + (char) parts, part);
            }
        }
    }

    private byte[] jfif() {
        Density density = annotations.density();
        int unit = 0;
        long x = 1;
        long y = 1;
        if (density != null) {
            // dots per inch, as nearly every reader expects, else the ratio of the sides
            double scale = density.perMetre() ? 0.0254 : 1;
            x = Math.clamp(Math.round(density.x() * scale), 1, 65_535);
            y = Math.clamp(Math.round(density.y() * scale), 1, 65_535);
            unit = density.perMetre() ? 1 : 0;
        }
        return ByteBuffer.allocate(14)
                .put("JFIF\0".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 0x0102)
                .put((byte) unit)
                .putShort((short) x)
                .putShort((short) y)
                .putShort((short) 0)
                .array();
    }

    private void segment(int marker, String name, byte[] content) throws IOException {
        byte[] prefix = name.getBytes(StandardCharsets.ISO_8859_1);
        segment(
                marker,
                ByteBuffer.allocate(prefix.length + content.length)
                        .put(prefix)
                        .put(content)
                        .array());
    }

    private void segment(int marker, byte[] content) throws IOException {
        out.write(ByteBuffer.allocate(4)
                .putShort((short) marker)
                .putShort((short) (content.length + 2))
                .array());
        out.write(content);
    }
}
