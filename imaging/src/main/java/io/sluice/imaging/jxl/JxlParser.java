package io.sluice.imaging.jxl;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.IsoBox;
import io.sluice.imaging.read.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A parser of JPEG XL, as a bare codestream (ISO/IEC 18181-1) or in a container (ISO/IEC 18181-2).
///
/// It reads only the headers of the codestream. An alpha channel counts as used, and the frames of an
/// animation are not counted: their number is unknown without decoding, so 1 is returned.
public final class JxlParser implements FormatParser {

    /// Maximum size of a header, which can contain thousands of named extra channels; one with a few dozen is
    /// much shorter.
    private static final int MOST_HEADER_BYTES = 64 * 1024;

    /// Boxes of a file (ISO/IEC 18181-2, 9).
    private static final Set<String> BOXES = Set.of(
            "JXL ", "ftyp", "jxlc", "jxlp", "jxll", "jxli", "jbrd", "Exif", "xml ", "jumb", "brob", "free", "skip");

    private static final int CODESTREAM_SIGNATURE = 0xFF0A;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.seek(0);
        byte[] codestream =
                in.u16() == CODESTREAM_SIGNATURE ? in.bytes(Math.min(in.remaining(), MOST_HEADER_BYTES)) : unwrap(in);
        var header = JxlHeader.read(in, codestream, limits);
        return new Identified(
                ImageFormat.JXL,
                header.size().width(),
                header.size().height(),
                header.animated(),
                1,
                header.orientation(),
                new Pixels(!header.alpha(), header.bits(), header.colorSpace(), header.icc()));
    }

    private static @Nullable IsoBox next(ByteReader in) throws Refusal, IOException {
        return IsoBox.nextOfFile(in, BOXES);
    }

    /// Returns the beginning of the codestream in a container: one `jxlc` box, or `jxlp` boxes with a part
    /// each.
    private static byte[] unwrap(ByteReader in) throws Refusal, IOException {
        var codestream = new ByteArrayOutputStream();
        in.seek(0);
        for (var box = next(in); box != null; box = next(in)) {
            if (box.is("jxlp")) {
                in.skip(4); // which part it is; they come in order
            }
            if ((box.is("jxlc") || box.is("jxlp")) && codestream.size() < MOST_HEADER_BYTES) {
                long length = Math.min(box.end() - in.position(), MOST_HEADER_BYTES);
                codestream.writeBytes(in.bytes(Math.max(0, length)));
            }
            in.seek(box.end());
        }
        byte[] bytes = codestream.toByteArray();
        if (bytes.length < 2 || bytes[0] != (byte) 0xFF || bytes[1] != 0x0A) {
            throw in.corrupt("its container holds no codestream");
        }
        return Arrays.copyOfRange(bytes, 2, bytes.length);
    }
}
