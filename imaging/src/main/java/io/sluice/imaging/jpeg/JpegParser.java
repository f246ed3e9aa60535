package io.sluice.imaging.jpeg;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.pixels.ExifOrientation;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A parser of JPEG in all its processes (ITU-T T.81): baseline, extended with 12 bits, progressive,
/// lossless, Huffman or arithmetic coding; gray, YCbCr, RGB, CMYK, YCCK.
///
/// It reads the marker segments (T.81, annex B) up to the first scan, then checks that the file has an end.
public final class JpegParser implements FormatParser {

    private static final int TEM = 0x01;
    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int RST0 = 0xD0;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DNL = 0xDC;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final int JPEG_LS = 0xF7;

    /// Maximum number of bytes between two segments that belong to neither; decoders skip them.
    private static final int MOST_STRAY_BYTES = 4096;

    /// The data of the segments before the first scan.
    private static final class Header {
        private @Nullable JpegFrame frame;
        private int adobeTransform = JpegFrame.ADOBE_ABSENT;
        private boolean exif;
        private int orientation = 1;
        private boolean icc;
    }

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.seek(2);
        var header = new Header();
        int marker = nextMarker(in);
        while (marker != SOS) {
            if (marker == EOI) {
                throw in.corrupt("its end marker at byte " + (in.position() - 2) + " comes before any image data");
            }
            if (marker != TEM && (marker < RST0 || marker > SOI)) {
                segment(in, marker, header);
            }
            marker = nextMarker(in);
        }
        var frame = header.frame;
        if (frame == null) {
            throw in.corrupt("the scan at byte " + (in.position() - 2) + " comes before any frame header");
        }
        checkScanHeader(in, frame);
        int lines = frame.height() == 0 ? linesAfterFirstScan(in) : frame.height();
        var size = Dimensions.check(ImageFormat.JPEG, frame.width(), lines, limits);
        checkEnd(in, lines);
        return new Identified(
                ImageFormat.JPEG,
                size.width(),
                size.height(),
                false,
                1,
                header.orientation,
                new Pixels(true, frame.precision(), frame.colorSpace(header.adobeTransform), header.icc));
    }

    private static int nextMarker(ByteReader in) throws Refusal, IOException {
        for (int stray = 0; stray <= MOST_STRAY_BYTES; stray++) {
            in.step();
            if (in.u8() == 0xFF) {
                int code = in.u8();
                while (code == 0xFF) { // fill bytes, T.81 B.1.1.2
                    in.step();
                    code = in.u8();
                }
                if (code != 0) {
                    return code;
                }
            }
        }
        throw in.corrupt("there is no marker where one was expected, before byte " + in.position());
    }

    private static void segment(ByteReader in, int marker, Header header) throws Refusal, IOException {
        long start = in.position();
        int length = in.u16() - 2;
        if (length < 0 || length > in.remaining()) {
            throw in.corrupt("the segment 0xFF%02X at byte %d declares %d bytes, %d are left"
                    .formatted(marker, start - 2, length + 2, in.remaining() + 2));
        }
        if (marker == JPEG_LS) {
            throw new Refusal(new Rejection.UnsupportedFormat("a JPEG-LS image"));
        }
        if (isFrame(marker)) {
            if (header.frame != null) {
                throw in.corrupt("there is a second frame header at byte " + start);
            }
            header.frame = JpegFrame.read(in, length);
        } else if (marker == APP1 && !header.exif && in.startsWith("Exif\0\0")) {
            header.exif = true;
            in.skip(6);
            header.orientation = ExifOrientation.of(in.bytes(length - 6));
        } else if (marker == APP2 && in.startsWith("ICC_PROFILE\0")) {
            header.icc = true;
        } else if (marker == APP14 && length >= 12 && in.startsWith("Adobe")) {
            in.skip(11); // name, version and two flag words, then the colour transform
            header.adobeTransform = in.u8();
        }
        in.seek(start + 2 + length);
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    /// Checks a scan header (T.81, B.2.3): its components must be in the frame.
    private static void checkScanHeader(ByteReader in, JpegFrame frame) throws Refusal, IOException {
        long at = in.position();
        int length = in.u16();
        int count = in.u8();
        if (count < 1 || count > 4 || length != 6 + 2 * count) {
            throw in.corrupt("the scan header at byte " + at + " is " + length + " bytes long and declares " + count
                    + " components");
        }
        for (int i = 0; i < count; i++) {
            int component = in.u8();
            in.skip(1);
            if (frame.components().indexOf(component) < 0) {
                throw in.corrupt("the scan header at byte " + at + " names a component " + component
                        + " that the frame does not have");
            }
        }
        in.skip(3);
    }

    /// Reads the DNL segment, which follows the first scan of a frame of unknown height (T.81, B.2.5).
    private static int linesAfterFirstScan(ByteReader in) throws Refusal, IOException {
        int marker = markerInScan(in);
        while (marker >= RST0 && marker < SOI) {
            marker = markerInScan(in);
        }
        if (marker != DNL) {
            throw in.corrupt("its height is 0 and no DNL segment at byte " + (in.position() - 2) + " corrects it");
        }
        in.skip(2);
        return in.u16();
    }

    /// Checks the end. A file that ends with the end marker is complete; otherwise, for example with an
    /// appended file, the marker is searched through the scans. Without one, all blocks of the picture must
    /// exist.
    private static void checkEnd(ByteReader in, int lines) throws Refusal, IOException {
        long scan = in.position();
        in.seek(Math.max(scan, in.size() - 2));
        if (in.remaining() == 2 && in.u16() == (0xFF00 | EOI)) {
            return;
        }
        in.seek(scan);
        try {
            int marker;
            do {
                marker = markerInScan(in);
            } while (marker != EOI);
        } catch (Refusal refusal) {
            if (!JpegScans.whole(in, lines)) {
                throw refusal;
            }
        }
    }

    /// Returns the next marker at or after the cursor: in entropy-coded data 0xFF is followed by 0.
    private static int markerInScan(ByteReader in) throws Refusal, IOException {
        while (in.remaining() >= 2) {
            if (in.u8() == 0xFF) {
                int code = in.u8();
                while (code == 0xFF && in.remaining() > 0) {
                    code = in.u8();
                }
                if (code != 0 && code != 0xFF) {
                    return code;
                }
            }
        }
        throw in.corrupt("it ends at byte " + in.size() + " inside a scan, without an end marker");
    }
}
