package io.sluice.imaging.identify;

/// Writes WebP files chunk by chunk, with images of one colour.
final class WebpFile {

    static final int ANIMATION = 2;
    static final int ALPHA = 0x10;

    private final Bytes chunks = new Bytes();

    WebpFile chunk(String type, byte[] data) {
        chunks.text(type).le32(data.length).raw(data).zeros(data.length & 1);
        return this;
    }

    WebpFile extended(int flags, int width, int height) {
        return chunk(
                "VP8X",
                new Bytes().u8(flags, 0, 0, 0).le24(width - 1).le24(height - 1).build());
    }

    /// One frame of an animation.
    WebpFile frame(int left, int top, int width, int height, int flags, byte[] lossless) {
        var image = new WebpFile().chunk("VP8L", lossless).chunks.build();
        return chunk(
                "ANMF",
                new Bytes()
                        .le24(left / 2)
                        .le24(top / 2)
                        .le24(width - 1)
                        .le24(height - 1)
                        .le24(100)
                        .u8(flags)
                        .raw(image)
                        .build());
    }

    byte[] build() {
        return new Bytes()
                .text("RIFF")
                .le32(chunks.size() + 4)
                .text("WEBP")
                .raw(chunks.build())
                .build();
    }

    /// A VP8L bitstream of one colour: five prefix codes with a single symbol each, which take no bits a pixel.
    static byte[] lossless(int width, int height, int argb) {
        var bits = new BitWriter()
                .bits(0x2F, 8)
                .bits(width - 1, 14)
                .bits(height - 1, 14)
                .bits(1, 1)
                .bits(0, 3);
        return plain(bits, argb).build();
    }

    /// The image without its header, as an ALPH chunk has it.
    static BitWriter plain(BitWriter bits, int argb) {
        bits.bits(0, 3); // no transform, no colour cache, one group of codes
        for (int symbol : new int[] {argb >> 8 & 0xFF, argb >> 16 & 0xFF, argb & 0xFF, argb >>> 24}) {
            bits.bits(0b101, 3).bits(symbol, 8); // simple code, one symbol, of eight bits
        }
        return bits.bits(0b001, 3).bits(0, 1);
    }

    /// The start of a VP8 key frame.
    static byte[] lossy(int width, int height) {
        return new Bytes()
                .le24(0x10)
                .u8(0x9D, 0x01, 0x2A)
                .le16(width)
                .le16(height)
                .zeros(20)
                .build();
    }
}
