package io.sluice.imaging.png;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// PNG and APNG (PNG specification, third edition).
///
/// Walks all chunks to IEND without reading image data, and verifies the checksums of those that decide anything.
/// Image data is inflated only when there is an alpha channel or a tRNS chunk ([PngOpacity]).
public final class PngParser implements FormatParser {

    /// What the chunks behind IHDR tell.
    private static final class Found {
        private boolean imageData;
        private boolean end;
        private int paletteSize;
        private byte[] transparency = {};
        private boolean icc;
        private int orientation = 1;
        private long declaredFrames;
        private long frames;
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
        var found = new Found();
        while (!found.end && chunks.next()) {
            note(in, chunks, header, found);
        }
        checkComplete(in, header, found);
        var transparency = new PngTransparency(header, found.transparency);
        boolean animation = found.declaredFrames > 0;
        boolean opaque = true;
        if (animation || transparency.possible()) {
            try (var opacity = new PngOpacity(in, header, transparency)) {
                opaque = opacity.opaque(size.region(), animation);
            }
        }
        return new Identified(
                ImageFormat.PNG,
                size.width(),
                size.height(),
                opaque,
                found.declaredFrames > 1,
                (int) Math.max(1, found.declaredFrames),
                found.orientation,
                header.depth(),
                header.colorSpace(),
                found.icc);
    }

    private static void note(ByteReader in, PngChunkReader chunks, PngHeader header, Found found)
            throws Refusal, IOException {
        int type = chunks.type();
        if (type == PngChunkReader.IDAT) {
            found.imageData = true;
        } else if (type == PngChunkReader.IEND) {
            found.end = true;
        } else if (type == PngChunkReader.PLTE) {
            found.paletteSize = paletteSize(in, chunks);
        } else if (type == PngChunkReader.TRNS) {
            found.transparency = transparency(in, chunks, header, found);
        } else if (type == PngChunkReader.ICCP) {
            found.icc = true;
        } else if (type == PngChunkReader.EXIF) {
            found.orientation = ExifOrientation.of(in.bytes(Math.min(chunks.length(), 64 * 1024)));
        } else if (type == PngChunkReader.ACTL && !found.imageData) {
            chunks.verify();
            found.declaredFrames = in.u32();
            if (found.declaredFrames < 1 || found.declaredFrames > Integer.MAX_VALUE) {
                throw in.corrupt("acTL declares " + found.declaredFrames + " frames");
            }
        } else if (type == PngChunkReader.FCTL) {
            found.frames++;
        } else if (type == PngChunkReader.IHDR) {
            throw in.corrupt("there is a second IHDR chunk at byte " + (in.position() - 8));
        }
    }

    private static int paletteSize(ByteReader in, PngChunkReader chunks) throws Refusal, IOException {
        if (chunks.length() == 0 || chunks.length() % 3 != 0 || chunks.length() > 768) {
            throw in.corrupt("its palette (PLTE) is " + chunks.length() + " bytes long");
        }
        chunks.verify();
        return (int) chunks.length() / 3;
    }

    private static byte[] transparency(ByteReader in, PngChunkReader chunks, PngHeader header, Found found)
            throws Refusal, IOException {
        long expected = switch (header.colorType()) {
            case PngHeader.GRAY -> 2;
            case PngHeader.RGB -> 6;
            case PngHeader.PALETTE -> Math.min(chunks.length(), found.paletteSize);
            default -> 0;
        };
        if (chunks.length() != expected) {
            throw in.corrupt("its tRNS chunk is " + chunks.length() + " bytes long, where " + expected + " fit");
        }
        return chunks.data();
    }

    private static void checkComplete(ByteReader in, PngHeader header, Found found) throws Refusal {
        if (!found.imageData) {
            throw in.corrupt("it has no image data (IDAT)");
        }
        if (!found.end) {
            throw in.corrupt("it ends at byte " + in.size() + " without an IEND chunk");
        }
        if (header.colorType() == PngHeader.PALETTE && found.paletteSize == 0) {
            throw in.corrupt("it has palette colours but no PLTE chunk");
        }
        if (found.declaredFrames > 0 && found.frames != found.declaredFrames) {
            throw in.corrupt("acTL declares " + found.declaredFrames + " frames, there are " + found.frames);
        }
    }
}
