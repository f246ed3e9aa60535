package io.sluice.imaging.png;

import io.sluice.imaging.deflate.BandDeflater;
import io.sluice.imaging.deflate.BitSink;
import io.sluice.imaging.deflate.DeflateAlphabet;
import io.sluice.imaging.pixels.PixelLayout;
import java.util.zip.Adler32;

/// A compressor that filters and deflates one band of rows, given only the rows directly before it.
///
/// The window of DEFLATE reaches 32 KB back (RFC 1951, 2): the end of the previous band, filtered again, is
/// the dictionary, so that a band is compressed as well as within one long stream. It ends with a sync flush
/// (an empty stored block), which aligns the next band to a byte; the last band ends the stream.
final class BandCompressor {

    /// Ratio below which a band of a photograph has more repetitions than usual: it is searched again, for longer.
    private static final double SIMPLE = 0.1;

    private BandCompressor() {}

    /// The rows of a band, and how they are filtered.
    static final class Band {

        /// What is before the first band of an image.
        static final Band NONE = new Band(new byte[0], new Filtering(RowFilter.Rule.NONE, false));

        private final byte[] rows;
        private final Filtering filtering;

        private Band(byte[] rows, Filtering filtering) {
            this.rows = rows;
            this.filtering = filtering;
        }

        static Band of(PixelLayout layout, byte[] rows) {
            return new Band(rows, Filtering.of(layout, rows));
        }

        byte[] rows() {
            return rows;
        }

        Filtering filtering() {
            return filtering;
        }

        RowFilter filter(PixelLayout layout) {
            return new RowFilter(layout, filtering.rows());
        }
    }

    /// @param previous the previous band, [Band#NONE] for the first
    /// @param last     whether the stream ends with this band
    static CompressedBand compress(PixelLayout layout, Band previous, Band band, boolean last) {
        int filteredBytes = layout.rowBytes() + 1;
        int window = windowRows(layout, previous.rows()) * filteredBytes;
        byte[] filtered = filter(layout, previous, band);
        var adler = new Adler32();
        adler.update(filtered, window, filtered.length - window);
        BitSink deflated = deflate(filtered, window, last, band.filtering());
        return new CompressedBand(deflated.bytes(), deflated.size(), (int) adler.getValue(), filtered.length - window);
    }

    /// Returns the number of rows of the previous band that fill a window. Its first row is excluded, because
    /// the row above it is unknown.
    private static int windowRows(PixelLayout layout, byte[] previous) {
        int rows = previous.length / layout.rowBytes();
        return Math.clamp(rows - 1, 0, Math.ceilDiv(DeflateAlphabet.WINDOW, layout.rowBytes() + 1));
    }

    /// Returns the filtered rows of the window, followed by those of the band.
    private static byte[] filter(PixelLayout layout, Band previous, Band band) {
        int rowBytes = layout.rowBytes();
        int filteredBytes = rowBytes + 1;
        byte[] before = previous.rows();
        byte[] rows = band.rows();
        int windowRows = windowRows(layout, before);
        var filtered = new byte[(windowRows + rows.length / rowBytes) * filteredBytes];
        int to = 0;
        RowFilter filter = previous.filter(layout);
        for (int at = before.length - windowRows * rowBytes; at < before.length; at += rowBytes) {
            filter.filter(before, at, before, at - rowBytes, filtered, to);
            to += filteredBytes;
        }
        byte[] above = before;
        int aboveAt = before.length - rowBytes;
        filter = band.filter(layout);
        for (int at = 0; at < rows.length; at += rowBytes) {
            filter.filter(rows, at, above, aboveAt, filtered, to);
            to += filteredBytes;
            above = rows;
            aboveAt = at;
        }
        return filtered;
    }

    private static BitSink deflate(byte[] filtered, int window, boolean last, Filtering filtering) {
        if (filtering.thorough()) {
            return BandDeflater.deflateThoroughly(filtered, window, last);
        }
        BitSink quick = BandDeflater.deflate(filtered, window, last);
        if (quick.size() >= (filtered.length - window) * SIMPLE) {
            return quick;
        }
        BitSink thorough = BandDeflater.deflateThoroughly(filtered, window, last);
        return thorough.size() < quick.size() ? thorough : quick;
    }
}
