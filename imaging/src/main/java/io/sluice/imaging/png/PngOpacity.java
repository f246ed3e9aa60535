package io.sluice.imaging.png;

import io.sluice.imaging.read.AnimationOpacity;
import io.sluice.imaging.read.AnimationOpacity.Disposal;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// A search in the image data of a PNG or APNG for a pixel that is not opaque.
final class PngOpacity implements AutoCloseable {

    private static final int DISPOSE_BACKGROUND = 1;
    private static final int DISPOSE_PREVIOUS = 2;
    private static final int BLEND_OVER = 1;

    private final ByteReader in;
    private final PngHeader header;
    private final PngTransparency transparency;
    private final PngChunkReader chunks;
    private final PngRows rows;

    PngOpacity(ByteReader in, PngHeader header, PngTransparency transparency) {
        this.in = in;
        this.header = header;
        this.transparency = transparency;
        this.chunks = new PngChunkReader(in);
        this.rows = new PngRows(in, chunks, header, transparency);
    }

    /// Whether all pixels are opaque, those of the still image and of every composed frame.
    boolean opaque(Region canvas, boolean animation) throws Refusal, IOException {
        var frames = new AnimationOpacity(canvas);
        boolean inAnimation = false;
        while (frames.opaque() && chunks.nextOrCut() && chunks.type() != PngChunkReader.IEND) {
            if (animation && chunks.type() == PngChunkReader.FCTL) {
                inAnimation = true;
                frame(canvas, frames);
            } else if (chunks.type() == PngChunkReader.IDAT && !inAnimation) {
                // The still image; in an APNG without fcTL before it, the image for viewers without animations.
                if (transparentIn(canvas, canvas)) {
                    return false;
                }
                if (!animation) {
                    return true;
                }
                inAnimation = true;
            }
        }
        return frames.opaque();
    }

    /// Whether the file has all rows of its still image; true when checking would take too long. The file may
    /// end anywhere after them.
    boolean whole(Region canvas) throws IOException {
        try {
            while (chunks.nextOrCut()) {
                if (chunks.type() == PngChunkReader.IDAT) {
                    rows.enterImage();
                    if (header.interlaced()) {
                        rows.anyTransparentInterlaced(canvas.width(), canvas.height(), Region.EMPTY);
                    } else {
                        rows.anyTransparent(canvas.width(), canvas.height(), Region.EMPTY);
                    }
                    return true;
                }
            }
            return false;
        } catch (Refusal _) {
            return false;
        }
    }

    /// One frame of an animation (PNG specification, third edition, 11.3.6.2): its control chunk and its data.
    private void frame(Region canvas, AnimationOpacity frames) throws Refusal, IOException {
        if (chunks.length() != 26) {
            throw in.corrupt("the fcTL chunk before byte " + in.position() + " is " + chunks.length() + " bytes long");
        }
        chunks.verify();
        in.skip(4);
        long width = in.u32();
        long height = in.u32();
        long left = in.u32();
        long top = in.u32();
        in.skip(4);
        int disposal = in.u8();
        int blending = in.u8();
        if (width == 0 || height == 0 || left + width > canvas.width() || top + height > canvas.height()) {
            throw in.corrupt("the frame before byte " + in.position() + " is " + width + " × " + height + " at " + left
                    + ", " + top + ", outside of its canvas");
        }
        var frame = new Region((int) left, (int) top, (int) width, (int) height);
        var region = frames.toLookAt(frame, blending == BLEND_OVER);
        boolean transparent = false;
        if (!region.isEmpty() && transparency.possible() && toImageData()) {
            transparent = transparentIn(frame, region.relativeTo(frame.x(), frame.y()));
        }
        frames.drawn(
                frame,
                transparent,
                switch (disposal) {
                    case DISPOSE_BACKGROUND -> Disposal.CLEAR;
                    case DISPOSE_PREVIOUS -> Disposal.RESTORE;
                    default -> Disposal.KEEP;
                });
    }

    private boolean toImageData() throws Refusal, IOException {
        while (chunks.next()) {
            if (chunks.type() == PngChunkReader.IDAT || chunks.type() == PngChunkReader.FDAT) {
                return true;
            }
            if (chunks.type() == PngChunkReader.FCTL || chunks.type() == PngChunkReader.IEND) {
                throw in.corrupt("the frame before byte " + in.position() + " has no image data");
            }
        }
        return false;
    }

    private boolean transparentIn(Region frame, Region region) throws Refusal, IOException {
        if (!transparency.possible()) {
            return false;
        }
        rows.enterImage();
        return header.interlaced()
                ? rows.anyTransparentInterlaced(frame.width(), frame.height(), region)
                : rows.anyTransparent(frame.width(), frame.height(), region);
    }

    @Override
    public void close() {
        rows.close();
    }
}
