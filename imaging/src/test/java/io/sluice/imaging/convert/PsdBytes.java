package io.sluice.imaging.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes PSDs with nothing in them but a merged image.
final class PsdBytes {

    private final boolean big;
    private final int width;
    private final int height;
    private final int depth;
    private final int mode;
    private final List<byte[]> planes = new ArrayList<>();
    private byte[] colorTable = {};
    private int layerCount;
    private boolean composite = true;
    private boolean packed;
    private int compression;

    PsdBytes(boolean big, int width, int height, int depth, int mode) {
        this.big = big;
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.mode = mode;
    }

    PsdBytes plane(byte[] rows) {
        planes.add(rows);
        return this;
    }

    PsdBytes colorTable(byte[] table) {
        colorTable = table;
        return this;
    }

    PsdBytes layerCount(int count) {
        layerCount = count;
        return this;
    }

    PsdBytes withoutComposite() {
        composite = false;
        return this;
    }

    PsdBytes packed() {
        packed = true;
        return this;
    }

    /// All planes as one zlib stream; differences must have been made before.
    PsdBytes zipped(boolean differences) {
        compression = differences ? 3 : 2;
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(26)
                .put("8BPS".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putShort((short) (big ? 2 : 1))
                .position(12)
                .putShort((short) planes.size())
                .putInt(height)
                .putInt(width)
                .putShort((short) depth)
                .putShort((short) mode)
                .array());
        section(out, 4, colorTable);
        section(out, 4, versionInfo());
        section(out, big ? 8 : 4, layers());
        out.writeBytes(new byte[] {0, (byte) (packed ? 1 : compression)});
        if (compression > 0) {
            var all = new ByteArrayOutputStream();
            planes.forEach(all::writeBytes);
            out.writeBytes(TiffBytes.deflate(all.toByteArray()));
        } else if (packed) {
            writePacked(out);
        } else {
            planes.forEach(out::writeBytes);
        }
        return out.toByteArray();
    }

    private byte[] versionInfo() {
        return ByteBuffer.allocate(18)
                .put("8BIM".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .putShort((short) 1057)
                .putShort((short) 0)
                .putInt(5)
                .putInt(1)
                .put((byte) (composite ? 1 : 0))
                .array();
    }

    private byte[] layers() {
        if (layerCount == 0) {
            return new byte[0];
        }
        var buffer = ByteBuffer.allocate((big ? 8 : 4) + 2 + 4);
        if (big) {
            buffer.putLong(2);
        } else {
            buffer.putInt(2);
        }
        return buffer.putShort((short) layerCount).putInt(0).array();
    }

    private void writePacked(ByteArrayOutputStream out) {
        int rowBytes = (width * depth + 7) / 8;
        var rows = new ByteArrayOutputStream();
        for (byte[] plane : planes) {
            for (int y = 0; y < height; y++) {
                byte[] row = TiffBytes.packBits(java.util.Arrays.copyOfRange(plane, y * rowBytes, (y + 1) * rowBytes));
                rows.writeBytes(row);
                var length = ByteBuffer.allocate(4).putInt(row.length).array();
                out.write(length, big ? 0 : 2, big ? 4 : 2);
            }
        }
        out.writeBytes(rows.toByteArray());
    }

    private static void section(ByteArrayOutputStream out, int lengthBytes, byte[] content) {
        var length = ByteBuffer.allocate(8).putLong(content.length).array();
        out.write(length, 8 - lengthBytes, lengthBytes);
        out.writeBytes(content);
    }
}
