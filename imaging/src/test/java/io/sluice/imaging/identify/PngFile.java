package io.sluice.imaging.identify;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes PNG files chunk by chunk.
final class PngFile {

    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int RGBA = 6;

    private final Bytes bytes = new Bytes().u8(0x89).text("PNG\r\n").u8(0x1A, 0x0A);

    /// Begins with an IHDR chunk.
    static PngFile of(long width, long height, int depth, int colorType) {
        return new PngFile()
                .chunk(
                        "IHDR",
                        new Bytes()
                                .u32(width)
                                .u32(height)
                                .u8(depth, colorType, 0, 0, 0)
                                .build());
    }

    PngFile chunk(String type, byte[] data) {
        byte[] typeAndData = new Bytes().text(type).raw(data).build();
        var crc = new CRC32();
        crc.update(typeAndData);
        bytes.u32(data.length).raw(typeAndData).u32(crc.getValue());
        return this;
    }

    /// Image data, filter bytes included.
    PngFile data(byte[] rows) {
        return chunk("IDAT", deflate(rows));
    }

    /// An `fcTL` chunk.
    PngFile frame(int sequence, int width, int height, int left, int top, int disposal, int blending) {
        return chunk(
                "fcTL",
                new Bytes()
                        .u32(sequence)
                        .u32(width)
                        .u32(height)
                        .u32(left)
                        .u32(top)
                        .u16(1)
                        .u16(10)
                        .u8(disposal, blending)
                        .build());
    }

    PngFile frameData(int sequence, byte[] rows) {
        return chunk("fdAT", new Bytes().u32(sequence).raw(deflate(rows)).build());
    }

    byte[] end() {
        return chunk("IEND", new byte[0]).bytes.build();
    }

    byte[] endWithoutIend() {
        return bytes.build();
    }

    /// A copy in which the checksum of every chunk is right, as far as the lengths of chunks lead.
    static byte[] withChecksums(byte[] file) {
        var copy = ByteBuffer.wrap(file.clone());
        int at = 8;
        while (at + 12 <= file.length) {
            long length = copy.getInt(at) & 0xFFFF_FFFFL;
            if (length > file.length - at - 12) {
                break;
            }
            var crc = new CRC32();
            crc.update(file, at + 4, 4 + (int) length);
            copy.putInt(at + 8 + (int) length, (int) crc.getValue());
            at += 12 + (int) length;
        }
        return copy.array();
    }

    static byte[] deflate(byte[] data) {
        try (var deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            var out = new Bytes();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                int count = deflater.deflate(buffer);
                out.raw(java.util.Arrays.copyOf(buffer, count));
            }
            return out.build();
        }
    }

    /// Rows of one RGBA colour, unfiltered.
    static byte[] plain(int width, int height, int rgba) {
        var rows = new Bytes();
        for (int y = 0; y < height; y++) {
            rows.u8(0);
            for (int x = 0; x < width; x++) {
                rows.u32(rgba);
            }
        }
        return rows.build();
    }
}
