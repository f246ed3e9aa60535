package io.sluice.standalone.sample;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A writer of PSD files with a raw or PackBits merged image (Adobe Photoshop File Formats Specification).
public final class PsdWriter {

    private static final int RGB_MODE = 3;
    private static final int HEADER_BYTES = 26;

    private final Rows image;
    private final boolean packed;

    private PsdWriter(Rows image, boolean packed) {
        this.image = image;
        this.packed = packed;
    }

    /// Writes a PSD.
    /// @param packed whether to compress with PackBits, like Photoshop
    public static void write(Rows image, boolean packed, Path file) throws IOException {
        new PsdWriter(image, packed).write(file);
    }

    private void write(Path file) throws IOException {
        byte[] layers = image.format().samples() == 4 ? oneEmptyLayer() : new byte[4];
        var lengths =
                ByteBuffer.allocate(packed ? 2 * image.height() * image.format().samples() : 0);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            out.write("8BPS".getBytes(US_ASCII));
            out.writeShort(1);
            out.write(new byte[6]);
            out.writeShort(image.format().samples());
            out.writeInt(image.height());
            out.writeInt(image.width());
            out.writeShort(image.format().bits());
            out.writeShort(RGB_MODE);
            out.writeInt(0);
            out.writeInt(0);
            out.write(layers);
            out.writeShort(packed ? 1 : 0);
            out.write(lengths.array());
            planes(out, lengths);
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(lengths.flip(), HEADER_BYTES + 8 + layers.length + 2);
        }
    }

    private void planes(DataOutputStream out, ByteBuffer lengths) throws IOException {
        int bytes = image.format().bits() / 8;
        int step = bytes * image.format().samples();
        var row = new byte[image.rowBytes()];
        var plane = new byte[bytes * image.width()];
        var runs = new ByteArrayOutputStream();
        for (int channel = 0; channel < image.format().samples(); channel++) {
            for (int y = 0; y < image.height(); y++) {
                image.row(y, row);
                for (int x = 0; x < image.width(); x++) {
                    System.arraycopy(row, x * step + channel * bytes, plane, x * bytes, bytes);
                }
                if (packed) {
                    runs.reset();
                    pack(plane, runs);
                    lengths.putShort((short) runs.size());
                    runs.writeTo(out);
                } else {
                    out.write(plane);
                }
            }
        }
    }

    private static void pack(byte[] row, ByteArrayOutputStream out) {
        int at = 0;
        while (at < row.length) {
            int run = run(row, at);
            if (run > 2) {
                out.write(1 - run);
                out.write(row[at]);
                at += run;
                continue;
            }
            int end = at + 1;
            while (end < row.length && end - at < 128 && run(row, end) < 3) {
                end++;
            }
            out.write(end - at - 1);
            out.write(row, at, end - at);
            at = end;
        }
    }

    private static int run(byte[] row, int at) {
        int end = at + 1;
        while (end < row.length && end - at < 128 && row[end] == row[at]) {
            end++;
        }
        return end - at;
    }

    /// Returns a layer section with a negative layer count, which makes the fourth channel of the merged image
    /// its transparency.
    private static byte[] oneEmptyLayer() {
        int record = 16 + 2 + 4 * 6 + 8 + 4 + 4 + 12;
        int info = 2 + record + 4 * 2;
        var out = ByteBuffer.allocate(4 + 4 + info + 4);
        out.putInt(4 + info + 4).putInt(info).putShort((short) -1);
        out.position(out.position() + 16);
        out.putShort((short) 4);
        for (int id : new int[] {0, 1, 2, -1}) {
            out.putShort((short) id).putInt(2);
        }
        out.put("8BIMnorm".getBytes(US_ASCII)).putInt(0xFF000000).putInt(12);
        out.putInt(0).putInt(0).put(new byte[] {1, 'a', 0, 0});
        return out.array();
    }
}
