package io.sluice.imaging.png;

import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.Palette;
import io.sluice.imaging.pixels.PixelLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A writer of all chunks of a PNG except the compressed pixels (PNG third edition, 5 and 11).
final class PngChunkWriter {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final OutputStream out;

    PngChunkWriter(OutputStream out) {
        this.out = out;
    }

    /// Writes all chunks before the first IDAT, in the order of section 5.6.
    void begin(PixelLayout layout, Annotations annotations) throws IOException {
        out.write(SIGNATURE);
        write("IHDR", header(layout));
        IccProfile icc = annotations.icc();
        if (icc != null) {
            write("iCCP", profile(icc));
        } else if (annotations.srgb()) {
            write("sRGB", new byte[] {0});
        }
        if (layout.channels() == Channels.INDEXED) {
            writePalette(layout.colors());
        }
        Density density = annotations.density();
        if (density != null) {
            write(
                    "pHYs",
                    ByteBuffer.allocate(9)
                            .putInt((int) density.x())
                            .putInt((int) density.y())
                            .put((byte) (density.perMetre() ? 1 : 0))
                            .array());
        }
        if (annotations.orientation() != 1) {
            write("eXIf", ExifOrientation.block(annotations.orientation()));
        }
    }

    void end() throws IOException {
        write("IEND", new byte[0]);
    }

    void write(String type, byte[] data) throws IOException {
        write(type, data, data.length);
    }

    void write(String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.write(ByteBuffer.allocate(8).putInt(length).put(name).array());
        out.write(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    static int colorType(Channels channels) {
        return switch (channels) {
            case GRAY -> 0;
            case RGB -> 2;
            case INDEXED -> 3;
            case GRAY_ALPHA -> 4;
            case RGBA -> 6;
        };
    }

    private static byte[] header(PixelLayout layout) {
        return ByteBuffer.allocate(13)
                .putInt(layout.width())
                .putInt(layout.height())
                .put((byte) layout.bits())
                .put((byte) colorType(layout.channels()))
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) 0)
                .array();
    }

    private static byte[] profile(IccProfile icc) throws IOException {
        var data = new ByteArrayOutputStream();
        data.writeBytes("ICC profile\0\0".getBytes(StandardCharsets.US_ASCII));
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var compressed = new DeflaterOutputStream(data, deflater)) {
            compressed.write(icc.bytes());
        } finally {
            deflater.end();
        }
        return data.toByteArray();
    }

    private void writePalette(Palette palette) throws IOException {
        var colors = ByteBuffer.allocate(3 * palette.size());
        var alphas = new byte[palette.size()];
        int transparent = 0;
        for (int i = 0; i < palette.size(); i++) {
            int argb = palette.argb(i);
            colors.put((byte) (argb >> 16)).put((byte) (argb >> 8)).put((byte) argb);
            alphas[i] = (byte) (argb >>> 24);
            if (alphas[i] != -1) {
                transparent = i + 1;
            }
        }
        write("PLTE", colors.array());
        if (transparent > 0) {
            write("tRNS", alphas, transparent);
        }
    }
}
