package io.sluice.imaging.identify;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.eps.EpsParser;
import io.sluice.imaging.gif.GifParser;
import io.sluice.imaging.heif.HeifParser;
import io.sluice.imaging.jpeg.JpegParser;
import io.sluice.imaging.jxl.JxlParser;
import io.sluice.imaging.pdf.PdfParser;
import io.sluice.imaging.png.PngParser;
import io.sluice.imaging.psd.PsdParser;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.svg.SvgParser;
import io.sluice.imaging.tiff.TiffParser;
import io.sluice.imaging.webp.WebpParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The identification of one file: detects the format, calls its parser, and creates the [Identification].
final class Inspection {

    /// Sufficient for every signature, including a PDF header after up to 1,024 other bytes.
    private static final int HEAD_BYTES = 4 * 1024;

    private Inspection() {}

    /// Identifies a file that is not empty.
    ///
    /// @throws IOException when the bytes cannot be read
    static Identification inspect(ImageBytes bytes, ImageLimits limits) throws IOException {
        byte[] head = head(bytes);
        return switch (Signature.of(head, bytes.size())) {
            case Signature.Unknown(var seen) -> new Identification.Refused(new Rejection.UnsupportedFormat(seen));
            case Signature.Known(var format) -> {
                try {
                    yield parser(format).parse(ByteReader.forIdentification(bytes, format, head), limits);
                } catch (Refusal refusal) {
                    yield new Identification.Refused(refusal.reason());
                }
            }
        };
    }

    private static byte[] head(ImageBytes bytes) throws IOException {
        byte[] head = new byte[(int) Math.min(HEAD_BYTES, bytes.size())];
        int read = bytes.read(0, ByteBuffer.wrap(head));
        if (read < 1) {
            throw new IOException("the source ended at byte 0 of " + bytes.size());
        }
        return read == head.length ? head : Arrays.copyOf(head, read);
    }

    private static FormatParser parser(ImageFormat format) {
        return switch (format) {
            case PNG -> new PngParser();
            case JPEG -> new JpegParser();
            case GIF -> new GifParser();
            case WEBP -> new WebpParser();
            case TIFF -> new TiffParser();
            case PSD -> new PsdParser();
            case HEIC, AVIF -> new HeifParser();
            case EPS -> new EpsParser();
            case JXL -> new JxlParser();
            case SVG -> new SvgParser();
            case PDF -> new PdfParser();
        };
    }
}
