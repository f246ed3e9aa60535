package io.sluice.imaging.webp;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import io.sluice.imaging.webp.Vp8lPixels.TooComplex;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// One coded image in a WebP: VP8 with or without an ALPH chunk, or VP8L.
record WebpBitstream(int width, int height, Alpha alpha, RiffChunk data) {

    private static final int VP8L = ByteReader.code("VP8L");
    private static final int LOSSLESS_HEADER_BYTES = 5;

    /// The location of the image's transparency.
    enum Alpha {
        NONE,
        IN_PIXELS,
        BESIDE
    }

    /// Reads the header of an image.
    ///
    /// @param chunk `VP8 ` or `VP8L`
    /// @param alpha the preceding ALPH chunk, or [RiffChunk#NONE]
    static WebpBitstream read(ByteReader in, RiffChunk chunk, RiffChunk alpha) throws Refusal, IOException {
        in.seek(chunk.start());
        return chunk.type() == VP8L ? lossless(in, chunk) : lossy(in, chunk, alpha);
    }

    /// Reads a lossy header (RFC 6386, 9.1): frame tag, start code, two dimensions of 14 bits.
    private static WebpBitstream lossy(ByteReader in, RiffChunk chunk, RiffChunk alpha) throws Refusal, IOException {
        if (chunk.type() != ByteReader.code("VP8 ") || chunk.length() < 10) {
            throw in.corrupt("the chunk " + ByteReader.name(chunk.type()) + " at byte " + chunk.start() + " of "
                    + chunk.length() + " bytes holds no image");
        }
        int tag = in.u24();
        int startCode = in.u24();
        if ((tag & 1) != 0 || startCode != 0x2A019D) {
            throw in.corrupt("the image at byte " + chunk.start() + " does not begin with a VP8 key frame");
        }
        if ((tag >> 5) > chunk.length()) {
            throw in.corrupt("the first partition of the image at byte " + chunk.start() + " is longer than its chunk");
        }
        int width = in.u16() & 0x3FFF;
        int height = in.u16() & 0x3FFF;
        boolean hasAlpha = alpha.length() > 0;
        return new WebpBitstream(width, height, hasAlpha ? Alpha.BESIDE : Alpha.NONE, hasAlpha ? alpha : chunk);
    }

    /// Reads a lossless header (RFC 9649, 3.4): signature, two dimensions of 14 bits, whether alpha is used.
    private static WebpBitstream lossless(ByteReader in, RiffChunk chunk) throws Refusal, IOException {
        if (chunk.length() < 5 || in.u8() != 0x2F) {
            throw in.corrupt("the image at byte " + chunk.start() + " does not begin with a VP8L header");
        }
        int bits = in.i32();
        if (bits >>> 29 != 0) {
            throw in.corrupt("the image at byte " + chunk.start() + " has VP8L version " + (bits >>> 29));
        }
        boolean alphaUsed = (bits >> 28 & 1) != 0;
        return new WebpBitstream(
                (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, alphaUsed ? Alpha.IN_PIXELS : Alpha.NONE, chunk);
    }

    /// Whether a pixel in `region` is not opaque; true for images that would take unusually much memory or
    /// time to decode.
    boolean anyTransparent(ByteReader in, Region region) throws Refusal, IOException {
        try {
            return switch (alpha) {
                case NONE -> false;
                case IN_PIXELS -> anyTransparentPixel(in, region);
                case BESIDE -> WebpAlpha.anyTransparent(in, data, width, height, region);
            };
        } catch (TooComplex _) {
            return true;
        }
    }

    private boolean anyTransparentPixel(ByteReader in, Region region) throws Refusal, IOException, TooComplex {
        in.seek(data.start() + LOSSLESS_HEADER_BYTES);
        var found = new AtomicBoolean();
        Vp8lDecoder.decode(new Vp8lBits(in, data.start() + data.length()), width, height, (row, y) -> {
            for (int x = 0; x < width; x++) {
                if (row[x] >>> 24 != 255 && region.contains(x, y)) {
                    found.set(true);
                    return false;
                }
            }
            return true;
        });
        return found.get();
    }
}
