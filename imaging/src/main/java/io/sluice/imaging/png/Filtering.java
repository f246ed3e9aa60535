package io.sluice.imaging.png;

import io.sluice.imaging.deflate.BandDeflater;
import io.sluice.imaging.deflate.EightBytes;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;

/// How the rows of one band are filtered and searched for repetitions. It follows from these rows alone, so
/// that a band can be compressed without waiting for the one before.
///
/// The heuristic of [RowFilter] suits photographs. In drawings and screenshots it makes repetitions rarer. There
/// every eighth row is compressed with both other rules, to find the one that suits the band.
///
/// @param rows     selects the filter of a row
/// @param thorough whether there are many repetitions
record Filtering(RowFilter.Rule rows, boolean thorough) {

    /// Distance of the rows that are tried.
    private static final int STEP = 8;

    /// Ratio below which compressed rows have many repetitions.
    private static final double SIMPLE = 0.15;

    /// Selects the filtering of a band.
    static Filtering of(PixelLayout layout, byte[] rows) {
        boolean adaptive = layout.channels() != Channels.INDEXED && layout.bits() >= 8;
        // neighboring indices and packed samples have unrelated values, so filters only increase the size (12.7)
        var usual = new Filtering(adaptive ? RowFilter.Rule.LEAST_SUM : RowFilter.Rule.NONE, false);
        int count = rows.length / layout.rowBytes();
        if (count <= STEP || (adaptive && !hasAreas(layout, rows, count))) {
            return usual;
        }
        int none = tried(layout, RowFilter.Rule.NONE, rows, count);
        int up = tried(layout, RowFilter.Rule.UP, rows, count);
        if (Math.min(none, up) > SIMPLE * count / STEP * layout.rowBytes()) {
            return usual;
        }
        return new Filtering(up < none ? RowFilter.Rule.UP : RowFilter.Rule.NONE, true);
    }

    /// Returns whether more than half of the pixels in some rows are the same as their left neighbors.
    private static boolean hasAreas(PixelLayout layout, byte[] rows, int count) {
        int rowBytes = layout.rowBytes();
        int pixelBytes = RowFilter.pixelBytes(layout);
        int same = 0;
        int compared = 0;
        for (int row = STEP / 2; row < count; row += STEP) {
            int at = row * rowBytes;
            for (int i = pixelBytes; i <= rowBytes - 8; i += 8) {
                same += EightBytes.get(rows, at + i) == EightBytes.get(rows, at + i - pixelBytes) ? 1 : 0;
                compared++;
            }
        }
        return 2 * same > compared;
    }

    /// Returns the compressed size of some rows.
    private static int tried(PixelLayout layout, RowFilter.Rule rule, byte[] rows, int count) {
        var filter = new RowFilter(layout, rule);
        int rowBytes = layout.rowBytes();
        var filtered = new byte[(count - STEP / 2 + STEP - 1) / STEP * filter.filteredBytes()];
        int to = 0;
        for (int row = STEP / 2; row < count; row += STEP) {
            int at = row * rowBytes;
            filter.filter(rows, at, rows, at - rowBytes, filtered, to);
            to += filter.filteredBytes();
        }
        return BandDeflater.deflateThoroughly(filtered, 0, true).size();
    }
}
