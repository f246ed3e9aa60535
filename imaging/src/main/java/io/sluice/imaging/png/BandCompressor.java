package io.sluice.imaging.png;

import io.sluice.imaging.deflate.BandDeflater;
import io.sluice.imaging.deflate.BitSink;
import io.sluice.imaging.deflate.DeflateAlphabet;
import io.sluice.imaging.pixels.PixelLayout;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

/// A compressor that filters and deflates one band of rows, given only the rows directly before it.
///
/// The window of DEFLATE reaches 32 KB back (RFC 1951, 2): the end of the previous band, filtered again, is
/// the dictionary, so that a band is compressed as well as within one long stream. It ends with a sync flush
/// (an empty stored block), which aligns the next band to a byte; the last band ends the stream.
final class BandCompressor {

    /// The previous rows of the first band of an image.
    static final byte[] NOTHING_ABOVE = {};

    /// Ratio below which a compressed band is a drawing or flat; zlib compresses such bands better, and
    /// quickly.
    private static final double SIMPLE = 0.1;

    private static final int THOROUGH_LEVEL = 6;

    private BandCompressor() {}

    /// @param previous the previous band, [#NOTHING_ABOVE] for the first
    /// @param rows     the rows of this band
    /// @param last     whether the stream ends with this band
    static CompressedBand compress(PixelLayout layout, byte[] previous, byte[] rows, boolean last) {
        var filter = new RowFilter(layout);
        int window = windowRows(filter, layout, previous) * filter.filteredBytes();
        byte[] filtered = filter(filter, layout, previous, rows);
        var adler = new Adler32();
        adler.update(filtered, window, filtered.length - window);
        return deflate(filtered, window, last, (int) adler.getValue());
    }

    /// Returns the number of rows of the previous band that fill a window. Its first row is excluded, because
    /// the row above it is unknown.
    private static int windowRows(RowFilter filter, PixelLayout layout, byte[] previous) {
        int rows = previous.length / layout.rowBytes();
        return Math.clamp(rows - 1, 0, Math.ceilDiv(DeflateAlphabet.WINDOW, filter.filteredBytes()));
    }

    /// Returns the filtered rows of the window, followed by those of the band.
    private static byte[] filter(RowFilter filter, PixelLayout layout, byte[] previous, byte[] rows) {
        int rowBytes = layout.rowBytes();
        int windowRows = windowRows(filter, layout, previous);
        int count = rows.length / rowBytes;
        var filtered = new byte[(windowRows + count) * filter.filteredBytes()];
        int to = 0;
        for (int at = previous.length - windowRows * rowBytes; at < previous.length; at += rowBytes) {
            filter.filter(previous, at, previous, at - rowBytes, filtered, to);
            to += filter.filteredBytes();
        }
        byte[] above = previous;
        int aboveAt = previous.length - rowBytes;
        for (int at = 0; at < rows.length; at += rowBytes) {
            filter.filter(rows, at, above, aboveAt, filtered, to);
            to += filter.filteredBytes();
            above = rows;
            aboveAt = at;
        }
        return filtered;
    }

    private static CompressedBand deflate(byte[] filtered, int window, boolean last, int adler) {
        int length = filtered.length - window;
        BitSink own = BandDeflater.deflate(filtered, window, last);
        if (own.size() < length * SIMPLE) {
            CompressedBand thorough = deflateThoroughly(filtered, window, last, adler);
            if (thorough.length() < own.size()) {
                return thorough;
            }
        }
        return new CompressedBand(own.bytes(), own.size(), adler, length);
    }

    private static CompressedBand deflateThoroughly(byte[] filtered, int window, boolean last, int adler) {
        var deflater = new Deflater(THOROUGH_LEVEL, true);
        try {
            int dictionary = Math.min(window, DeflateAlphabet.WINDOW);
            int count = filtered.length - window;
            deflater.setDictionary(filtered, window - dictionary, dictionary);
            deflater.setInput(filtered, window, count);
            if (last) {
                deflater.finish();
            }
            var out = new byte[count / 4 + 1024];
            int length = 0;
            int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            while (true) {
                length += deflater.deflate(out, length, out.length - length, flush);
                // after a full buffer there may be more output, also of the flush
                if (length < out.length && (last ? deflater.finished() : deflater.needsInput())) {
                    return new CompressedBand(out, length, adler, count);
                }
                if (length == out.length) {
                    out = Arrays.copyOf(out, out.length + out.length / 2);
                }
            }
        } finally {
            deflater.end();
        }
    }
}
