package io.sluice.imaging.png;

import io.sluice.imaging.pixels.PixelLayout;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

/// Filters and deflates one band of rows, knowing of the others only the rows directly before it.
///
/// The window of DEFLATE reaches 32 KB back (RFC 1951, 2): the end of the previous band, filtered once more,
/// serves
/// as
/// dictionary, so that a band compresses as well as in the middle of one long stream. It ends with a sync
/// flush (an
/// empty stored block), which puts the next band at a byte boundary; the last band ends the stream.
final class BandCompressor {

    /// What the first band of an image has before it.
    static final byte[] NOTHING_ABOVE = {};

    private static final int WINDOW = 32 * 1024;
    /// Photographic rows gain 6 % at level 4 and lose half the speed; above that they gain next to nothing.
    private static final int LEVEL = 1;

    private BandCompressor() {}

    /// @param previous the band before, [#NOTHING_ABOVE] for the first
    /// @param rows     the rows of this band
    /// @param last     whether the stream ends with this band
    static CompressedBand compress(PixelLayout layout, byte[] previous, byte[] rows, boolean last) {
        var filter = new RowFilter(layout);
        byte[] dictionary = dictionary(filter, layout, previous);
        byte[] filtered = filter(filter, layout, previous, rows);
        var adler = new Adler32();
        adler.update(filtered);
        return deflate(dictionary, filtered, last, (int) adler.getValue());
    }

    /// The last filtered bytes of the band before, at most a window of them, whole rows as far as possible.
    private static byte[] dictionary(RowFilter filter, PixelLayout layout, byte[] previous) {
        int rowBytes = layout.rowBytes();
        int rows = previous.length / rowBytes;
        // the band's own first row is left out: what is above it is not at hand
        int wanted = Math.clamp(rows - 1, 0, Math.ceilDiv(WINDOW, filter.filteredBytes()));
        var target = new byte[wanted * filter.filteredBytes()];
        for (int i = 0; i < wanted; i++) {
            int at = (rows - wanted + i) * rowBytes;
            filter.filter(previous, at, previous, at - rowBytes, target, i * filter.filteredBytes());
        }
        return target.length <= WINDOW ? target : Arrays.copyOfRange(target, target.length - WINDOW, target.length);
    }

    private static byte[] filter(RowFilter filter, PixelLayout layout, byte[] previous, byte[] rows) {
        int rowBytes = layout.rowBytes();
        int count = rows.length / rowBytes;
        var filtered = new byte[count * filter.filteredBytes()];
        byte[] above = previous;
        int aboveAt = previous.length - rowBytes;
        for (int y = 0; y < count; y++) {
            filter.filter(rows, y * rowBytes, above, aboveAt, filtered, y * filter.filteredBytes());
            above = rows;
            aboveAt = y * rowBytes;
        }
        return filtered;
    }

    private static CompressedBand deflate(byte[] dictionary, byte[] filtered, boolean last, int adler) {
        var deflater = new Deflater(LEVEL, true);
        try {
            deflater.setDictionary(dictionary);
            deflater.setInput(filtered);
            if (last) {
                deflater.finish();
            }
            var out = new byte[filtered.length / 2 + 1024];
            int length = 0;
            int flush = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            while (true) {
                length += deflater.deflate(out, length, out.length - length, flush);
                // a buffer that came back full may hide more, also of the flush itself
                if (length < out.length && (last ? deflater.finished() : deflater.needsInput())) {
                    return new CompressedBand(out, length, adler, filtered.length);
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
