package io.sluice.imaging.gif;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.AnimationOpacity;
import io.sluice.imaging.read.AnimationOpacity.Disposal;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// A parser of GIF, still and animated (GIF89a specification, sections 18 to 26).
///
/// It reads all blocks to the trailer. Pixels are decoded only in frames that declare a transparent color,
/// and only if it could be visible.
public final class GifParser implements FormatParser {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int APPLICATION = 0xFF;

    private static final int OPAQUE = -1;
    private static final int NO_INDEX = -1;
    private static final int INTERLACED = 0x40;

    /// Color tables have 8 bits per sample, however few colors they contain.
    private static final int BITS = 8;

    /// The graphic control extension that applies to the next frame.
    private record Control(int transparentIndex, Disposal disposal) {
        private static final Control NONE = new Control(OPAQUE, Disposal.KEEP);
    }

    /// The data of the blocks.
    private static final class Found {
        private final GifPixels pixels;
        private final ImageLimits limits;
        private Dimensions size;
        private AnimationOpacity opacity;
        private Control control = Control.NONE;
        private int frames;
        private boolean transparentColor;
        private boolean icc;

        /// @param screen the logical screen, which is enlarged to contain the first frame
        private Found(ByteReader in, ImageLimits limits, Dimensions screen) {
            this.limits = limits;
            pixels = new GifPixels(in);
            size = screen;
            opacity = new AnimationOpacity(screen.region());
        }

        /// Makes the canvas at least as large as the first frame, because some writers omit the size of the
        /// screen.
        private void canvas(Region first) throws Refusal {
            size = Dimensions.check(
                    ImageFormat.GIF,
                    Math.max(size.width(), (long) first.x() + first.width()),
                    Math.max(size.height(), (long) first.y() + first.height()),
                    limits);
            opacity = new AnimationOpacity(size.region());
        }
    }

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.littleEndian(true);
        in.seek(6);
        int width = in.u16();
        int height = in.u16();
        if (width > 0 && height > 0) {
            Dimensions.check(ImageFormat.GIF, width, height, limits);
        }
        int flags = in.u8();
        in.skip(2);
        skipColorTable(in, flags);

        var found = new Found(in, limits, new Dimensions(width, height));
        try {
            walk(in, found);
        } catch (Refusal refusal) {
            // viewers accept files that are truncated after the first frame
            if (found.frames == 0) {
                throw refusal;
            }
        }
        if (found.frames == 0) {
            throw in.corrupt("it has no image before its trailer at byte " + (in.position() - 1));
        }
        return new Identified(
                ImageFormat.GIF,
                found.size.width(),
                found.size.height(),
                found.frames > 1,
                found.frames,
                1,
                new Pixels(
                        // without a transparent color, viewers show uncovered pixels in the background color
                        !found.transparentColor || found.opacity.opaque(), BITS, "palette", found.icc));
    }

    private static void walk(ByteReader in, Found found) throws Refusal, IOException {
        int block = nextBlock(in, found.frames);
        while (block != TRAILER) {
            in.step();
            if (block == IMAGE) {
                frame(in, found);
                found.control = Control.NONE;
            } else {
                int label = in.u8();
                if (label == GRAPHIC_CONTROL) {
                    found.control = control(in);
                } else {
                    found.icc |= label == APPLICATION && in.startsWith("\u000BICCRGBG1012");
                    skipBlocks(in);
                }
            }
            block = nextBlock(in, found.frames);
        }
    }

    /// Returns the introducer of the next block. After an image the trailer may be missing: all decoders show
    /// such files.
    private static int nextBlock(ByteReader in, int frames) throws Refusal, IOException {
        int zeros = 0;
        while (in.remaining() > 0) {
            in.step();
            int block = in.u8();
            if (block == EXTENSION || block == IMAGE || block == TRAILER) {
                return block;
            }
            if (block != 0 || ++zeros > 1024) { // some encoders write superfluous terminators
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

    private static void frame(ByteReader in, Found found) throws Refusal, IOException {
        int left = in.u16();
        int top = in.u16();
        int width = in.u16();
        int height = in.u16();
        int flags = in.u8();
        skipColorTable(in, flags);
        var frame = new Region(left, top, width, height);
        if (found.frames == 0) {
            found.canvas(frame);
        }
        int index = found.control.transparentIndex;
        found.transparentColor |= index != OPAQUE;
        var region = found.opacity.toLookAt(frame, true);
        boolean interlaced = (flags & INTERLACED) != 0;
        int codeSize = in.u8();
        long data = in.position();
        long end = endOfData(in);
        if (end < 0 && found.frames == 0) {
            in.seek(data);
            // without an index to search, this checks whether pixels are missing
            if (found.pixels.begin(codeSize).anyOf(NO_INDEX, frame, interlaced, Region.EMPTY)) {
                throw in.corrupt("its image data at byte " + data + " ends too early");
            }
        }
        boolean transparent = false;
        if (!region.isEmpty() && index != OPAQUE) {
            in.seek(data);
            transparent = end < 0
                    || found.pixels.begin(codeSize).anyOf(index, frame, interlaced, region.relativeTo(left, top));
        }
        found.frames++;
        found.opacity.drawn(frame, transparent, found.control.disposal);
        in.seek(end < 0 ? in.size() : end);
    }

    /// Returns the position after the data of an image, whose first block is at the cursor; -1 when the file
    /// ends before.
    private static long endOfData(ByteReader in) throws IOException {
        try {
            skipBlocks(in);
            return in.position();
        } catch (Refusal _) {
            return -1;
        }
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
