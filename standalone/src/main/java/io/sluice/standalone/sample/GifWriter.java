package io.sluice.standalone.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// A writer of animated GIFs with 125 colors (GIF89a, with the looping extension of Netscape 2.0).
///
/// The pixels are not compressed: with 7-bit pixels and a clear code before the code table grows past 8 bits,
/// every LZW code is exactly one byte.
final class GifWriter {

    private static final int LEVELS = 5;
    private static final int MIN_CODE_SIZE = 7;
    private static final int CLEAR = 1 << MIN_CODE_SIZE;
    private static final int END = CLEAR + 1;
    /// The table has 130 entries after a clear code and one more after each code; at 256 entries codes take 9
    /// bits.
    private static final int CODES_BETWEEN_CLEARS = 120;

    private static final int BLOCK_BYTES = 255;
    private static final int DELAY_HUNDREDTHS = 10;

    private GifWriter() {}

    /// Writes the frames, which must have the same dimensions.
    static byte[] write(List<Landscape> frames) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("GIF89a".getBytes(US_ASCII));
        var first = frames.getFirst();
        size(out, first);
        out.write(0xF6); // a global color table of 2^7 entries
        out.write(0);
        out.write(0);
        palette(out);
        out.writeBytes(new byte[] {0x21, (byte) 0xFF, 11});
        out.writeBytes("NETSCAPE2.0".getBytes(US_ASCII));
        out.writeBytes(new byte[] {3, 1, 0, 0, 0}); // loops forever
        frames.forEach(frame -> frame(out, frame));
        out.write(0x3B);
        return out.toByteArray();
    }

    private static void palette(ByteArrayOutputStream out) {
        for (var index = 0; index < CLEAR; index++) {
            out.write(index / (LEVELS * LEVELS) % LEVELS * 255 / (LEVELS - 1));
            out.write(index / LEVELS % LEVELS * 255 / (LEVELS - 1));
            out.write(index % LEVELS * 255 / (LEVELS - 1));
        }
    }

    private static void frame(ByteArrayOutputStream out, Landscape frame) {
        out.writeBytes(new byte[] {0x21, (byte) 0xF9, 4, 0, DELAY_HUNDREDTHS, 0, 0, 0});
        out.write(0x2C);
        out.writeBytes(new byte[4]); // position: top left
        size(out, frame);
        out.write(0); // no local color table
        out.write(MIN_CODE_SIZE);
        var codes = codes(frame);
        for (var from = 0; from < codes.length; from += BLOCK_BYTES) {
            var length = Math.min(BLOCK_BYTES, codes.length - from);
            out.write(length);
            out.write(codes, from, length);
        }
        out.write(0);
    }

    private static byte[] codes(Landscape frame) {
        var codes = new ByteArrayOutputStream();
        for (var pixel = 0; pixel < frame.width() * frame.height(); pixel++) {
            if (pixel % CODES_BETWEEN_CLEARS == 0) {
                codes.write(CLEAR);
            }
            var x = pixel % frame.width();
            var y = pixel / frame.width();
            codes.write((frame.level(x, y, 0, LEVELS - 1) * LEVELS + frame.level(x, y, 1, LEVELS - 1)) * LEVELS
                    + frame.level(x, y, 2, LEVELS - 1));
        }
        codes.write(END);
        return codes.toByteArray();
    }

    private static void size(ByteArrayOutputStream out, Landscape landscape) {
        littleEndian(out, landscape.width());
        littleEndian(out, landscape.height());
    }

    private static void littleEndian(ByteArrayOutputStream out, int value) {
        out.write(value & 0xFF);
        out.write(value >> 8);
    }
}
