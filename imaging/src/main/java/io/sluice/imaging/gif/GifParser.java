package io.sluice.imaging.gif;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.AnimationOpacity;
import io.sluice.imaging.read.AnimationOpacity.Disposal;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// GIF, still and animated (GIF89a specification, sections 18 to 26).
///
/// Walks all blocks to the trailer. Pixels are decoded only in frames that declare a transparent colour, and only
/// when it could show.
public final class GifParser implements FormatParser {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int APPLICATION = 0xFF;

    private static final int OPAQUE = -1;

    /// Colour tables have 8 bits a sample, however few colours they hold.
    private static final int BITS = 8;

    /// The graphic control extension that applies to the next frame.
    private record Control(int transparentIndex, Disposal disposal) {
        private static final Control NONE = new Control(OPAQUE, Disposal.KEEP);
    }

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.littleEndian(true);
        in.seek(6);
        int width = in.u16();
        int height = in.u16();
        var size = Dimensions.check(ImageFormat.GIF, width, height, limits);
        int flags = in.u8();
        in.skip(2);
        skipColorTable(in, flags);

        var opacity = new AnimationOpacity(size.region());
        var pixels = new GifPixels(in);
        var control = Control.NONE;
        int frames = 0;
        boolean icc = false;
        int block = nextBlock(in, frames);
        while (block != TRAILER) {
            in.step();
            if (block == IMAGE) {
                frames++;
                frame(in, control, opacity, pixels);
                control = Control.NONE;
            } else {
                int label = in.u8();
                if (label == GRAPHIC_CONTROL) {
                    control = control(in);
                } else {
                    icc |= label == APPLICATION && in.startsWith("\u000BICCRGBG1012");
                    skipBlocks(in);
                }
            }
            block = nextBlock(in, frames);
        }
        if (frames == 0) {
            throw in.corrupt("it has no image before its trailer at byte " + (in.position() - 1));
        }
        return new Identified(
                ImageFormat.GIF,
                size.width(),
                size.height(),
                opacity.opaque(),
                frames > 1,
                frames,
                1,
                BITS,
                "palette",
                icc);
    }

    /// The next block's introducer. After an image the trailer may be missing: all decoders show such files.
    private static int nextBlock(ByteReader in, int frames) throws Refusal, IOException {
        int zeros = 0;
        while (in.remaining() > 0) {
            in.step();
            int block = in.u8();
            if (block == EXTENSION || block == IMAGE || block == TRAILER) {
                return block;
            }
            if (block != 0 || ++zeros > 1024) { // stray terminators are a common slip of encoders
                if (frames > 0) {
                    return TRAILER;
                }
                throw in.corrupt("byte %d holds 0x%02X, which begins no block".formatted(in.position() - 1, block));
            }
        }
        if (frames > 0) {
            return TRAILER;
        }
        throw in.corrupt("it ends at byte " + in.size() + " without an image");
    }

    private static void skipColorTable(ByteReader in, int flags) throws Refusal {
        if ((flags & 0x80) != 0) {
            in.skip(3L << ((flags & 7) + 1));
        }
    }

    private static Control control(ByteReader in) throws Refusal, IOException {
        long end = in.position() + 1 + in.u8();
        int flags = in.u8();
        in.skip(2);
        int transparent = in.u8();
        in.seek(Math.max(end, in.position()));
        skipBlocks(in);
        var disposal = switch (flags >> 2 & 7) {
            case 2 -> Disposal.CLEAR;
            case 3 -> Disposal.RESTORE;
            default -> Disposal.KEEP;
        };
        return new Control((flags & 1) == 0 ? OPAQUE : transparent, disposal);
    }

    private static void frame(ByteReader in, Control control, AnimationOpacity opacity, GifPixels pixels)
            throws Refusal, IOException {
        int left = in.u16();
        int top = in.u16();
        int width = in.u16();
        int height = in.u16();
        int flags = in.u8();
        skipColorTable(in, flags);
        var frame = new Region(left, top, width, height);
        var region = opacity.toLookAt(frame, true);
        int codeSize = in.u8();
        long data = in.position();
        skipBlocks(in);
        long end = in.position();
        boolean transparent = false;
        if (!region.isEmpty() && control.transparentIndex != OPAQUE) {
            in.seek(data);
            transparent = pixels.begin(codeSize)
                    .anyOf(control.transparentIndex, frame, (flags & 0x40) != 0, region.relativeTo(left, top));
            in.seek(end);
        }
        opacity.drawn(frame, transparent, control.disposal);
    }

    private static void skipBlocks(ByteReader in) throws Refusal, IOException {
        int length = in.u8();
        while (length != 0) {
            in.step();
            in.skip(length);
            length = in.u8();
        }
    }
}
