package io.sluice.imaging.tiff;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Pixels;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.FormatParser;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.HashSet;

/// A parser of TIFF 6.0 and BigTIFF, with any compression and photometric interpretation; describes the first
/// page.
public final class TiffParser implements FormatParser {

    /// Maximum number of pages of a document. Each requires a jump in the file, so the number must be
    /// limited.
    private static final int MOST_PAGES = 10_000;

    @Override
    public Identified parse(ByteReader in, ImageLimits limits) throws Refusal, IOException {
        var first = TiffDirectory.first(in);
        var page = TiffPage.of(in, first, limits);
        int pages = 1 + followingPages(in, first);
        boolean opaque = page.samples().alpha() < 0 || new TiffOpacity(in, page).opaque();
        return new Identified(
                ImageFormat.TIFF,
                page.size().width(),
                page.size().height(),
                false,
                pages,
                page.orientation(),
                new Pixels(opaque, page.bits(), page.colorSpace(), first.has(TiffDirectory.ICC_PROFILE)));
    }

    /// Counts the following pages. An invalid or repeated page offset ends the count: all readers show the
    /// first page.
    private static int followingPages(ByteReader in, TiffDirectory first) throws Refusal, IOException {
        var seen = new HashSet<Long>();
        seen.add(first.offset());
        long offset = first.next();
        while (offset != 0) {
            long next;
            try {
                next = TiffDirectory.skip(in, offset, first.big());
            } catch (Refusal _) {
                break;
            }
            if (!seen.add(offset)) {
                break;
            }
            if (seen.size() > MOST_PAGES) {
                throw in.corrupt("it has more than " + MOST_PAGES + " pages");
            }
            offset = next;
        }
        return seen.size() - 1;
    }
}
