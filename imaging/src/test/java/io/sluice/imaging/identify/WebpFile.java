package io.sluice.imaging.identify;

/// Writes WebP files chunk by chunk, with images of one colour.
final class WebpFile {

    static final int ANIMATION = 2;
    static final int ALPHA = 0x10;

    /// Of a frame: the canvas becomes transparent where the frame was.
    static final int CLEAR = 1;

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
        return plain(header(width, height), argb).build();
    }

    /// A VP8L bitstream of one colour with a predictor, a colour transform and groups of codes, each with blocks of
    /// 4 × 4 pixels.
    static byte[] blocks(int width, int height, int predictor) {
        var bits = header(width, height);
        codes(bits.bits(1, 1).bits(0, 2).bits(0, 3).bits(0, 1), predictor << 8);
        codes(bits.bits(1, 1).bits(1, 2).bits(0, 3).bits(0, 1), 0);
        codes(bits.bits(0, 1).bits(0, 1).bits(1, 1).bits(0, 3).bits(0, 1), 0);
        return codes(bits, 0).build();
    }

    /// A VP8L bitstream of one colour with `groups` groups of codes, of which all but the last are as short as can be.
    static byte[] groups(int width, int height, int groups) {
        var bits = header(width, height);
        // no transform, a colour cache of 2,048 colours, groups of codes for blocks of 512 × 512 pixels
        bits.bits(0, 1).bits(1, 1).bits(11, 4).bits(1, 1).bits(7, 3).bits(0, 1);
        codes(bits, (groups - 1) << 8);
        for (int i = 0; i < 5 * (groups - 1); i++) {
            bits.bits(0b0001, 4); // simple code, one symbol, of one bit
        }
        return codes(bits, -1).build();
    }

    private static BitWriter header(int width, int height) {
        return new BitWriter()
                .bits(0x2F, 8)
                .bits(width - 1, 14)
                .bits(height - 1, 14)
                .bits(1, 1)
                .bits(0, 3);
    }

    /// The image without its header, as an ALPH chunk has it.
    static BitWriter plain(BitWriter bits, int argb) {
        // no transform, no colour cache, one group of codes
        return codes(bits.bits(0, 3), argb);
    }

    private static BitWriter codes(BitWriter bits, int argb) {
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
