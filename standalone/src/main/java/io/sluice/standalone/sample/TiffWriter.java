package io.sluice.standalone.sample;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes a picture as TIFF: RGB, 16 bits a sample, uncompressed, little-endian, one strip (TIFF 6.0, sections 2 and
/// 6).
final class TiffWriter {

    private static final short SHORT = 3;
    private static final short LONG = 4;
    private static final int HEADER_BYTES = 8;
    private static final int ENTRIES = 11;
    private static final int DIRECTORY_BYTES = 2 + ENTRIES * 12 + 4;
    private static final int SAMPLES = 3;

    private TiffWriter() {}

    static byte[] write(Landscape landscape) {
        var pixels = pixels(landscape);
        var bitsOffset = HEADER_BYTES + DIRECTORY_BYTES;
        var pixelOffset = bitsOffset + 2 * SAMPLES;
        var head = ByteBuffer.allocate(pixelOffset).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEADER_BYTES);
        head.putShort((short) ENTRIES);
        entry(head, 256, LONG, 1, landscape.width());
        entry(head, 257, LONG, 1, landscape.height());
        entry(head, 258, SHORT, SAMPLES, bitsOffset); // BitsPerSample
        entry(head, 259, SHORT, 1, 1); // Compression: none
        entry(head, 262, SHORT, 1, 2); // PhotometricInterpretation: RGB
        entry(head, 273, LONG, 1, pixelOffset); // StripOffsets
        entry(head, 274, SHORT, 1, 1); // Orientation: top left
        entry(head, 277, SHORT, 1, SAMPLES); // SamplesPerPixel
        entry(head, 278, LONG, 1, landscape.height()); // RowsPerStrip
        entry(head, 279, LONG, 1, pixels.length); // StripByteCounts
        entry(head, 284, SHORT, 1, 1); // PlanarConfiguration: chunky
        head.putInt(0); // no further directory
        head.putShort((short) 16).putShort((short) 16).putShort((short) 16);
        var out = new ByteArrayOutputStream(pixelOffset + pixels.length);
        out.writeBytes(head.array());
        out.writeBytes(pixels);
        return out.toByteArray();
    }

    private static byte[] pixels(Landscape landscape) {
        var pixels = ByteBuffer.allocate(landscape.width() * landscape.height() * SAMPLES * Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (var y = 0; y < landscape.height(); y++) {
            for (var x = 0; x < landscape.width(); x++) {
                for (var channel = 0; channel < SAMPLES; channel++) {
                    pixels.putShort((short) landscape.level(x, y, channel, 0xFFFF));
                }
            }
        }
        return pixels.array();
    }

    /// One directory entry. A SHORT in the value field is left-justified, which little-endian is the same as an int.
    private static void entry(ByteBuffer target, int tag, short type, int count, int value) {
        target.putShort((short) tag).putShort(type).putInt(count).putInt(value);
    }
}
