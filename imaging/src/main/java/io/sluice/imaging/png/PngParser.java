package io.sluice.imaging.png;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;

/// A parser of PNG and APNG (PNG specification, third edition).
///
/// It reads all chunks up to IEND without the image data, and verifies the checksums of the relevant ones.
/// Image data is inflated only when there is an alpha channel or a tRNS chunk ([PngOpacity]), or when the
/// file ends before IEND: then the picture is damaged only if rows are missing. A damaged animation is
/// ignored in favor of the still image.
public final class PngParser implements FormatParser {

    private static final int MOST_EXIF_BYTES = 64 * 1024;

    /// The data of the chunks after IHDR.
    private static final class Found {
        private final Animation animation;
        private boolean imageData;
        private boolean end;
        private int paletteSize;
        private byte[] transparency = {};
        private boolean icc;
        private int orientation = 1;

        private Found(Animation animation) {
            this.animation = animation;
        }
    }

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        var chunks = new PngChunkReader(in);
        if (!chunks.next() || chunks.type() != PngChunkReader.IHDR || chunks.length() != 13) {
            throw in.corrupt("it does not begin with an IHDR chunk of 13 bytes");
        }
        chunks.verify();
        var header = PngHeader.read(in);
        var size = Dimensions.check(ImageFormat.PNG, header.width(), header.height(), limits);
        var found = new Found(new Animation(size.region()));
        walk(in, chunks, header, size, found);
        if (!found.imageData) {
            throw in.corrupt("it has no image data (IDAT)");
        }
        if (header.colorType() == PngHeader.PALETTE && found.paletteSize == 0) {
            throw in.corrupt("it has palette colours but no PLTE chunk");
        }
        int frames = found.end ? found.animation.frames() : 0;
        var transparency = new PngTransparency(header, found.transparency);
        boolean opaque;
        try {
            opaque = opaque(in, header, transparency, size, frames > 0);
        } catch (Refusal refusal) {
            if (frames == 0) {
                throw refusal;
            }
            frames = 0;
            opaque = opaque(in, header, transparency, size, false);
        }
        return new Identified(
                ImageFormat.PNG,
                size.width(),
                size.height(),
                frames > 1,
                Math.max(1, frames),
                found.orientation,
                new Pixels(opaque, header.depth(), header.colorSpace(), found.icc));
    }

    private static boolean opaque(
            ByteReader in, PngHeader header, PngTransparency transparency, Dimensions size, boolean animation)
            throws Refusal, IOException {
        if (!animation && !transparency.possible()) {
            return true;
        }
        try (var opacity = new PngOpacity(in, header, transparency)) {
            return opacity.opaque(size.region(), animation);
        }
    }

    /// Reads all chunks up to IEND. A file that ends before must have all rows of its image.
    private static void walk(ByteReader in, PngChunkReader chunks, PngHeader header, Dimensions size, Found found)
            throws Refusal, IOException {
        Refusal broken;
        try {
            while (!found.end && chunks.next()) {
                note(in, chunks, header, found);
            }
            if (found.end) {
                return;
            }
            broken = in.corrupt("it ends at byte " + in.size() + " without an IEND chunk");
        } catch (Refusal refusal) {
            broken = refusal;
        }
        boolean reached = found.imageData || chunks.type() == PngChunkReader.IDAT;
        try (var image = new PngOpacity(in, header, new PngTransparency(header, new byte[0]))) {
            if (!reached || !image.whole(size.region())) {
                throw broken;
            }
        }
        found.imageData = true;
    }

    private static void note(ByteReader in, PngChunkReader chunks, PngHeader header, Found found)
            throws Refusal, IOException {
        int type = chunks.type();
        if (type == PngChunkReader.IDAT) {
            found.imageData = true;
            found.animation.imageData();
        } else if (type == PngChunkReader.IEND) {
            found.end = true;
        } else if (type == PngChunkReader.PLTE) {
            found.paletteSize = paletteSize(in, chunks, header);
        } else if (type == PngChunkReader.TRNS && !found.imageData && found.transparency.length == 0) {
            found.transparency = transparency(chunks, header, found);
        } else if (type == PngChunkReader.ICCP) {
            found.icc = true;
        } else if (type == PngChunkReader.EXIF) {
            found.orientation = ExifOrientation.of(in.bytes(Math.min(chunks.length(), MOST_EXIF_BYTES)));
        } else if (type == PngChunkReader.ACTL && !found.imageData) {
            found.animation.declared(chunks);
        } else if (type == PngChunkReader.FCTL) {
            found.animation.frame(in, chunks);
        } else if (type == PngChunkReader.FDAT) {
            found.animation.imageData();
        } else if (type == PngChunkReader.IHDR) {
            throw in.corrupt("there is a second IHDR chunk at byte " + (in.position() - 8));
        }
    }

    /// Returns the number of colors; in images without indices, the palette is only a suggestion.
    private static int paletteSize(ByteReader in, PngChunkReader chunks, PngHeader header) throws Refusal, IOException {
        if (header.colorType() != PngHeader.PALETTE) {
            return 0;
        }
        if (chunks.length() == 0 || chunks.length() % 3 != 0 || chunks.length() > 768) {
            throw in.corrupt("its palette (PLTE) is " + chunks.length() + " bytes long");
        }
        chunks.verify();
        return (int) chunks.length() / 3;
    }

    /// Returns the content of a tRNS chunk, empty when there is no valid one: like in libpng, a chunk that is
    /// too long, precedes the palette, is damaged, or accompanies an alpha channel is ignored.
    private static byte[] transparency(PngChunkReader chunks, PngHeader header, Found found) throws IOException {
        boolean fits = switch (header.colorType()) {
            case PngHeader.GRAY -> chunks.length() == 2;
            case PngHeader.RGB -> chunks.length() == 6;
            case PngHeader.PALETTE -> chunks.length() <= found.paletteSize;
            default -> false;
        };
        try {
            return fits ? chunks.data() : new byte[0];
        } catch (Refusal _) {
            return new byte[0];
        }
    }

    /// The animation that the chunks of an APNG declare (PNG specification, third edition, 11.3.6). An
    /// inconsistent one is ignored: viewers then show the still image.
    private static final class Animation {

        private static final int CONTROL_BYTES = 26;

        private final Region canvas;
        private long declared;
        private long frames;
        private boolean awaitsData;
        private boolean broken;

        Animation(Region canvas) {
            this.canvas = canvas;
        }

        /// Processes acTL, whose data is at the cursor.
        void declared(PngChunkReader chunks) throws IOException {
            try {
                byte[] data = chunks.length() == 8 ? chunks.data() : new byte[4];
                declared = (data[0] & 0xFFL) << 24 | (data[1] & 0xFF) << 16 | (data[2] & 0xFF) << 8 | (data[3] & 0xFF);
            } catch (Refusal _) {
                broken = true;
            }
        }

        /// Processes fcTL.
        void frame(ByteReader in, PngChunkReader chunks) throws IOException {
            broken |= awaitsData;
            awaitsData = true;
            frames++;
            try {
                broken |= !inside(in, chunks);
            } catch (Refusal _) {
                broken = true;
            }
        }

        /// Processes IDAT or fdAT.
        void imageData() {
            awaitsData = false;
        }

        private boolean inside(ByteReader in, PngChunkReader chunks) throws Refusal, IOException {
            if (chunks.length() != CONTROL_BYTES) {
                return false;
            }
            chunks.verify();
            in.skip(4);
            long width = in.u32();
            long height = in.u32();
            long left = in.u32();
            long top = in.u32();
            return width > 0 && height > 0 && left + width <= canvas.width() && top + height <= canvas.height();
        }

        /// Returns the number of frames, 0 without a valid animation.
        int frames() {
            boolean sound = declared == frames && !broken && !awaitsData && frames <= Integer.MAX_VALUE;
            return sound ? (int) frames : 0;
        }
    }
}
