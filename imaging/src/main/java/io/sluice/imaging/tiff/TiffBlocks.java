package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.SourceBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.tiff.compression.TiffCompression;
import io.sluice.imaging.tiff.compression.TileStream;
import java.io.IOException;

/// The strips or tiles of a page, checked for their existence in the file.
///
/// Declared lengths are often wrong, and readers use the existing bytes. So a length decides nothing: a block
/// is missing when it begins after the end of the file, or when decoding it reaches that end.
final class TiffBlocks {

    private static final int BUFFER_BYTES = 4 * 1024;
    private static final int LONGEST_ROW = 16 << 20;

    private final ByteReader in;
    private final TiffPage page;
    /// Bytes of an uncompressed row, 0 when they do not follow from the size.
    private final long plainRow;

    TiffBlocks(ByteReader in, TiffPage page) throws Refusal, IOException {
        this.in = in;
        this.page = page;
        boolean plain = page.compression() == TiffCompression.UNCOMPRESSED
                && page.samples().photometric() != TiffSamples.YCBCR; // of which chroma may be subsampled
        plainRow = plain ? page.blockRowBytes() : 0;
    }

    /// Returns the last possible end of a block, whatever its length: the start of the next one, or the end
    /// of the file.
    static long end(long[] offsets, int index, long fileSize) {
        return index + 1 < offsets.length && offsets[index + 1] > offsets[index]
                ? Math.min(offsets[index + 1], fileSize)
                : fileSize;
    }

    /// Checks `count` blocks from `first`.
    void check(long first, int count) throws Refusal, IOException {
        long[] offsets = page.directory().values(page.offsetsTag(), first, count);
        long[] lengths = page.directory().values(page.lengthsTag(), first, count);
        for (int i = 0; i < count; i++) {
            long length = i < lengths.length ? lengths[i] : 0;
            if (offsets[i] == 0 && length == 0) {
                continue; // of a sparse file
            }
            long left = in.size() - offsets[i];
            long needed = plainRow > 0 ? plainRow * page.rowsOf(first + i) : Math.max(1, length);
            if (left < 1 || (needed > left && !decodes(offsets[i], page.rowsOf(first + i)))) {
                throw in.corrupt("strip or tile " + (first + i) + " at byte " + offsets[i] + " has " + needed
                        + " bytes, the file has " + in.size());
            }
        }
    }

    /// Whether all rows of a compressed block can be decoded; true when checking would take too long.
    private boolean decodes(long offset, int rows) throws Refusal, IOException {
        if (!TileStream.decodes(page.compression())
                || page.compression() == TiffCompression.UNCOMPRESSED
                || page.blockRowBytes() > LONGEST_ROW) {
            return false;
        }
        in.allocate(page.blockRowBytes());
        var row = new byte[(int) page.blockRowBytes()];
        var segment = SegmentBytes.reusable(SourceBytes.of(in), BUFFER_BYTES, page.fillReversed());
        segment.enter(offset, in.size() - offset, in.size());
        try (var pixels = TileStream.of(page.compression(), segment)) {
            for (int y = 0; y < rows && in.mayDecodeRow(row.length); y++) {
                pixels.read(row, 0, row.length);
            }
            return true;
        } catch (UndecodableException _) {
            return false;
        }
    }
}
