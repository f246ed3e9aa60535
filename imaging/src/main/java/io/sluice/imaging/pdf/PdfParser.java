package io.sluice.imaging.pdf;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Dimensions;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A parser of PDF (ISO 32000-2): the visible size of the first page and the number of pages.
///
/// It reads only the cross-reference sections and the page tree; contents are never interpreted. `/UserUnit`
/// is not applied. In an encrypted file, the page tree is readable without a password unless it is in object
/// streams; then it is decrypted with the empty user password ([PdfEncryption]).
public final class PdfParser implements FormatParser {

    private static final int MOST_BYTES_BEFORE_HEADER = 1024;

    /// Maximum number of objects of a file; a larger /Size in a trailer is ignored.
    private static final int MOST_OBJECTS = 8_388_607;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        in.seek(0);
        byte[] head = in.bytes(Math.min(in.size(), MOST_BYTES_BEFORE_HEADER + 5));
        long header = Math.max(0, new String(head, StandardCharsets.ISO_8859_1).indexOf("%PDF-"));
        try {
            var objects = new PdfObjects(in, header);
            var trailer = new PdfXrefLoader(in, header, objects).load();
            objects.decryptWith(PdfEncryption.of(in, objects, trailer));
            return describe(in, objects, trailer, trailer.get("Size").asInt(0, MOST_OBJECTS));
        } catch (Refusal first) {
            // The cross-reference sections or their targets are damaged; the objects may be intact.
            try {
                return recover(in, header);
            } catch (Refusal second) {
                throw in.corrupt(second.detail() + " (seen first: " + first.detail() + ")");
            }
        }
    }

    private static Identified recover(ByteReader in, long header) throws Refusal, IOException {
        var recovery = PdfRecovery.of(in, header);
        var objects = new PdfObjects(in, header);
        objects.add(recovery);
        var trailer = recovery.trailer(objects);
        return describe(in, objects, trailer, recovery.size());
    }

    private static Identified describe(
            ByteReader in, PdfObjects objects, PdfValue.Dictionary trailer, int objectsInFile)
            throws Refusal, IOException {
        var pages = new PdfPages(in, objects, trailer);
        var page = pages.first();
        var size = Dimensions.ofVector(ImageFormat.PDF, page.width(), page.height());
        return new Identified(
                ImageFormat.PDF, size.width(), size.height(), false, pages.count(objectsInFile), 1, Pixels.VECTOR);
    }
}
