package io.sluice.lab.bench.fair.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;

/// An RGB TIFF (TIFF 6.0) whose strips are compressed with Deflate: a small file that takes long to convert.
public final class StripedTiff {

    private static final int ROWS_A_STRIP = 50;
    private static final int SAMPLES = 3;
    private static final int HEADER_BYTES = 8;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;

    private final int width;
    private final int height;
    private final int strips;
    private final boolean aliased;
    private final byte[] strip;

    /// @param height  a multiple of 50
    /// @param aliased whether all strips lie at the same place of the file
    public StripedTiff(int width, int height, boolean aliased) {
        if (width < 1 || height < ROWS_A_STRIP || height % ROWS_A_STRIP != 0) {
            throw new IllegalArgumentException(
                    "the height is a multiple of " + ROWS_A_STRIP + ", not " + width + " × " + height);
        }
        this.width = width;
        this.height = height;
        this.strips = height / ROWS_A_STRIP;
        this.aliased = aliased;
        this.strip = deflated(pattern(width));
    }

    /// Returns the file; `name` is written into it and makes it differ from others.
    public byte[] encode(String name) {
        var text = (name + '\0').getBytes(US_ASCII);
        var stored = aliased ? 1 : strips;
        var textAt = HEADER_BYTES + stored * strip.length;
        var bitsAt = textAt + text.length + text.length % 2;
        var offsetsAt = bitsAt + SAMPLES * 2;
        var countsAt = offsetsAt + strips * 4;
        var directoryAt = countsAt + strips * 4;
        var entries = 11;
        var file = ByteBuffer.allocate(directoryAt + 2 + entries * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directoryAt);
        for (var i = 0; i < stored; i++) {
            file.put(strip);
        }
        file.put(text).position(bitsAt);
        for (var i = 0; i < SAMPLES; i++) {
            file.putShort((short) 8);
        }
        for (var i = 0; i < strips; i++) {
            file.putInt(HEADER_BYTES + (aliased ? 0 : i * strip.length));
        }
        for (var i = 0; i < strips; i++) {
            file.putInt(strip.length);
        }
        file.putShort((short) entries);
        entry(file, 256, LONG, 1, width); // ImageWidth
        entry(file, 257, LONG, 1, height); // ImageLength
        entry(file, 258, SHORT, SAMPLES, bitsAt); // BitsPerSample
        entry(file, 259, SHORT, 1, 8); // Compression: Deflate
        entry(file, 262, SHORT, 1, 2); // PhotometricInterpretation: RGB
        entry(file, 273, LONG, strips, strips == 1 ? HEADER_BYTES : offsetsAt); // StripOffsets
        entry(file, 277, SHORT, 1, SAMPLES); // SamplesPerPixel
        entry(file, 278, LONG, 1, ROWS_A_STRIP); // RowsPerStrip
        entry(file, 279, LONG, strips, strips == 1 ? strip.length : countsAt); // StripByteCounts
        entry(file, 284, SHORT, 1, 1); // PlanarConfiguration: chunky
        entry(file, 305, ASCII, text.length, textAt); // Software
        file.putInt(0);
        return file.array();
    }

    private static void entry(ByteBuffer file, int tag, int type, int count, int value) {
        file.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    /// Diagonal stripes, which compress well but not to nothing.
    private static byte[] pattern(int width) {
        var rows = new byte[ROWS_A_STRIP * width * SAMPLES];
        for (var row = 0; row < ROWS_A_STRIP; row++) {
            for (var x = 0; x < width; x++) {
                var at = (row * width + x) * SAMPLES;
                rows[at] = (byte) (x * 7 + row * 35);
                rows[at + 1] = (byte) (x * 3 + row * 15);
                rows[at + 2] = (byte) (x + row * 5);
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        var buffer = new byte[64 * 1024];
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        if (out.size() % 2 == 1) {
            out.write(0); // what follows begins at an even offset
        }
        return out.toByteArray();
    }
}
