package io.sluice.standalone.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/// A writer of little-endian TIFF files in strips of about 64 KB (TIFF 6.0).
public final class TiffWriter {

    private static final int STRIP_BYTES = 64 * 1024;
    private static final short SHORT = 3;
    private static final short LONG = 4;

    private final Rows image;
    private final Compression compression;
    private final int stripRows;
    private final int[] offsets;
    private final int[] lengths;

    /// A way to compress strips.
    ///
    /// @param code      its number in the field Compression (TIFF 6.0, section 8)
    /// @param predictor whether samples are replaced by their horizontal differences before (TIFF 6.0,
    ///                  section 14)
    /// @param encoder   compresses one strip
    public record Compression(int code, boolean predictor, UnaryOperator<byte[]> encoder) {

        public static final Compression NONE = new Compression(1, false, strip -> strip);
    }

    private TiffWriter(Rows image, Compression compression) {
        this.image = image;
        this.compression = compression;
        stripRows = Math.clamp(STRIP_BYTES / image.rowBytes(), 1, image.height());
        offsets = new int[Math.ceilDiv(image.height(), stripRows)];
        lengths = new int[offsets.length];
    }

    public static void write(Rows image, Compression compression, Path file) throws IOException {
        new TiffWriter(image, compression).write(file);
    }

    private void write(Path file) throws IOException {
        int at = 8;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(new byte[8]);
            for (int i = 0; i < offsets.length; i++) {
                byte[] strip = compression.encoder.apply(strip(i));
                out.write(strip);
                offsets[i] = at;
                lengths[i] = strip.length;
                at += strip.length;
            }
            out.write(directory(at));
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    littleEndian(8)
                            .put((byte) 'I')
                            .put((byte) 'I')
                            .putShort((short) 42)
                            .putInt(at)
                            .flip(),
                    0);
        }
    }

    private byte[] strip(int index) {
        int first = index * stripRows;
        int rows = Math.min(stripRows, image.height() - first);
        var strip = new byte[rows * image.rowBytes()];
        var row = new byte[image.rowBytes()];
        for (int y = 0; y < rows; y++) {
            image.row(first + y, row);
            if (compression.predictor) {
                difference(row);
            }
            if (image.format().bits() == 16) {
                swap(row);
            }
            System.arraycopy(row, 0, strip, y * row.length, row.length);
        }
        return strip;
    }

    private void difference(byte[] row) {
        int count = image.format().samples();
        if (image.format().bits() == 8) {
            for (int i = row.length - 1; i >= count; i--) {
                row[i] -= row[i - count];
            }
            return;
        }
        var samples = ByteBuffer.wrap(row);
        for (int i = row.length - 2; i >= 2 * count; i -= 2) {
            samples.putShort(i, (short) (samples.getShort(i) - samples.getShort(i - 2 * count)));
        }
    }

    private static void swap(byte[] row) {
        for (int i = 0; i < row.length; i += 2) {
            byte high = row[i];
            row[i] = row[i + 1];
            row[i + 1] = high;
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // allocated right here
    private byte[] directory(int at) {
        int samples = image.format().samples();
        boolean alpha = samples == 4;
        int entries = alpha ? 12 : 11;
        int behind = at + 2 + 12 * entries + 4;
        int offsetsAt = behind + 2 * samples;
        int lengthsAt = offsetsAt + 4 * offsets.length;
        boolean one = offsets.length == 1;
        var out = littleEndian(lengthsAt + 4 * lengths.length - at);
        out.putShort((short) entries);
        entry(out, 256, LONG, 1, image.width());
        entry(out, 257, LONG, 1, image.height());
        entry(out, 258, SHORT, samples, behind);
        entry(out, 259, SHORT, 1, compression.code);
        entry(out, 262, SHORT, 1, 2);
        entry(out, 273, LONG, offsets.length, one ? offsets[0] : offsetsAt);
        entry(out, 277, SHORT, 1, samples);
        entry(out, 278, LONG, 1, stripRows);
        entry(out, 279, LONG, lengths.length, one ? lengths[0] : lengthsAt);
        entry(out, 284, SHORT, 1, 1);
        entry(out, 317, SHORT, 1, compression.predictor ? 2 : 1);
        if (alpha) {
            entry(out, 338, SHORT, 1, 2);
        }
        out.putInt(0);
        for (int i = 0; i < samples; i++) {
            out.putShort((short) image.format().bits());
        }
        for (int offset : offsets) {
            out.putInt(offset);
        }
        for (int length : lengths) {
            out.putInt(length);
        }
        byte[] bytes = new byte[out.capacity()];
        out.clear().get(bytes);
        return bytes;
    }

    private static void entry(ByteBuffer target, int tag, short type, int count, int value) {
        target.putShort((short) tag).putShort(type).putInt(count).putInt(value);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
