package io.sluice.imaging.webp;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.read.AnimationOpacity;
import io.sluice.imaging.read.AnimationOpacity.Disposal;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// WebP, lossy, lossless and animated (RFC 9649).
public final class WebpParser implements FormatParser {

    private static final int VP8 = ByteReader.code("VP8 ");
    private static final int VP8L = ByteReader.code("VP8L");
    private static final int VP8X = ByteReader.code("VP8X");
    private static final int ALPH = ByteReader.code("ALPH");
    private static final int ANMF = ByteReader.code("ANMF");
    private static final int ICCP = ByteReader.code("ICCP");
    private static final int EXIF = ByteReader.code("EXIF");

    private static final int ANIMATION_FLAG = 2;

    /// Depth of the only sample format WebP has.
    private static final int BITS = 8;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.littleEndian(true);
        in.seek(4);
        long declared = in.u32();
        if (declared > in.remaining()) {
            throw in.corrupt("its RIFF header declares " + declared + " bytes, " + in.remaining() + " are left");
        }
        long end = in.position() + declared;
        in.skip(4);
        var chunk = RiffChunk.next(in, end);
        return chunk.type() == VP8X ? extended(in, chunk, end, limits) : simple(in, chunk, limits);
    }

    private static Identified simple(ByteReader in, RiffChunk chunk, ImageLimits limits) throws Refusal, IOException {
        var bitstream = WebpBitstream.read(in, chunk, RiffChunk.NONE);
        var size = Dimensions.check(ImageFormat.WEBP, bitstream.width(), bitstream.height(), limits);
        boolean opaque = !bitstream.anyTransparent(in, size.region());
        return new Identified(ImageFormat.WEBP, size.width(), size.height(), new Pixels(opaque, BITS, "rgb", false));
    }

    private static Identified extended(ByteReader in, RiffChunk header, long end, ImageLimits limits)
            throws Refusal, IOException {
        if (header.length() < 10) {
            throw in.corrupt("its VP8X chunk is " + header.length() + " bytes long");
        }
        int flags = in.u8();
        in.skip(3);
        long width = in.u24() + 1L;
        long height = in.u24() + 1L;
        if (width * height > 0xFFFF_FFFFL) { // RFC 9649, 2.7.1
            throw in.corrupt("its canvas is " + width + " × " + height + " pixels, more than 2³² - 1 in all");
        }
        var canvas = Dimensions.check(ImageFormat.WEBP, width, height, limits);
        boolean animated = (flags & ANIMATION_FLAG) != 0;
        var opacity = new AnimationOpacity(canvas.region());
        boolean opaque = true;
        int frames = 0;
        int orientation = 1;
        boolean icc = false;
        var alpha = RiffChunk.NONE;
        in.seek(header.end());
        while (end - in.position() >= RiffChunk.HEADER_BYTES) {
            var chunk = RiffChunk.next(in, end);
            int type = chunk.type();
            if (type == ICCP) {
                icc = true;
            } else if (type == EXIF) {
                orientation = orientation(in, chunk);
            } else if (type == ANMF && animated) {
                frames++;
                frame(in, chunk, canvas.region(), opacity);
            } else if (type == ALPH) {
                alpha = chunk;
            } else if ((type == VP8 || type == VP8L) && !animated && frames == 0) {
                frames++;
                var bitstream = WebpBitstream.read(in, chunk, alpha);
                if (bitstream.width() != canvas.width() || bitstream.height() != canvas.height()) {
                    throw in.corrupt("its canvas is " + width + " × " + height + ", but its image " + bitstream.width()
                            + " × " + bitstream.height());
                }
                opaque = !bitstream.anyTransparent(in, canvas.region());
            }
            in.seek(Math.min(chunk.end(), end));
        }
        if (frames == 0) {
            throw in.corrupt("it ends at byte " + end + " without an image");
        }
        return new Identified(
                ImageFormat.WEBP,
                canvas.width(),
                canvas.height(),
                animated && frames > 1,
                frames,
                orientation,
                new Pixels(opaque && (!animated || opacity.opaque()), BITS, "rgb", icc));
    }

    private static int orientation(ByteReader in, RiffChunk chunk) throws Refusal, IOException {
        return ExifOrientation.of(in.bytes(Math.min(chunk.length(), 64 * 1024)));
    }

    /// RFC 9649, 2.7.1.1: one frame of an animation.
    private static void frame(ByteReader in, RiffChunk chunk, Region canvas, AnimationOpacity opacity)
            throws Refusal, IOException {
        if (chunk.length() < 16) {
            throw in.corrupt("the frame at byte " + in.position() + " is only " + chunk.length() + " bytes long");
        }
        int left = in.u24() * 2;
        int top = in.u24() * 2;
        int width = in.u24() + 1;
        int height = in.u24() + 1;
        in.skip(3);
        int flags = in.u8();
        var frame = new Region(left, top, width, height);
        if (!canvas.contains(frame)) {
            throw in.corrupt("the frame before byte " + in.position() + " is " + width + " × " + height + " at " + left
                    + ", " + top + ", outside of its canvas");
        }
        var alpha = RiffChunk.NONE;
        var part = RiffChunk.next(in, chunk.end());
        while (part.type() != VP8 && part.type() != VP8L) {
            alpha = part.type() == ALPH ? part : alpha;
            in.seek(part.end());
            part = RiffChunk.next(in, chunk.end());
        }
        var bitstream = WebpBitstream.read(in, part, alpha);
        if (bitstream.width() != width || bitstream.height() != height) {
            throw in.corrupt("the frame before byte " + in.position() + " is " + width + " × " + height
                    + ", but its image " + bitstream.width() + " × " + bitstream.height());
        }
        var region = opacity.toLookAt(frame, (flags & 2) == 0);
        boolean transparent = !region.isEmpty() && bitstream.anyTransparent(in, region.relativeTo(left, top));
        opacity.drawn(frame, transparent, (flags & 1) != 0 ? Disposal.CLEAR : Disposal.KEEP);
    }
}
