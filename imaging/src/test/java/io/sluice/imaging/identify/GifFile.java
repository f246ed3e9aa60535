package io.sluice.imaging.identify;

/// Writes GIF files of two bits a pixel, block by block.
final class GifFile {

    static final int KEEP = 1;
    static final int CLEAR = 2;
    static final int RESTORE = 3;

    private final Bytes bytes = new Bytes().text("GIF89a");

    static GifFile of(int width, int height) {
        var file = new GifFile();
        file.bytes.le16(width).le16(height).u8(0x81, 0, 0).zeros(12);
        return file;
    }

    /// A graphic control extension.
    ///
    /// @param transparent index of the transparent colour, -1 without
    GifFile control(int disposal, int transparent) {
        bytes.u8(0x21, 0xF9, 4, disposal << 2 | (transparent < 0 ? 0 : 1))
                .le16(10)
                .u8(Math.max(0, transparent), 0);
        return this;
    }

    GifFile extension(int label, String data) {
        bytes.u8(0x21, label, data.length()).text(data).u8(0);
        return this;
    }

    /// An image; pixels are the digits of `indexes`, in the order in which rows are stored.
    GifFile image(int left, int top, int width, int height, boolean interlaced, String indexes) {
        bytes.u8(0x2C).le16(left).le16(top).le16(width).le16(height).u8(interlaced ? 0x40 : 0, 2);
        byte[] codes = codes(indexes);
        for (int i = 0; i < codes.length; i += 255) {
            int length = Math.min(255, codes.length - i);
            bytes.u8(length).raw(java.util.Arrays.copyOfRange(codes, i, i + length));
        }
        bytes.u8(0);
        return this;
    }

    /// Codes of three bits, with a clear code often enough that they never grow.
    private static byte[] codes(String indexes) {
        var bits = new BitWriter();
        for (int i = 0; i < indexes.length(); i++) {
            if (i % 2 == 0) {
                bits.bits(4, 3);
            }
            bits.bits(indexes.charAt(i) - '0', 3);
        }
        return bits.bits(5, 3).build();
    }

    byte[] end() {
        return bytes.u8(0x3B).build();
    }

    byte[] endWithoutTrailer() {
        return bytes.build();
    }
}
