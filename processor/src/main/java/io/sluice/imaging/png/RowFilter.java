package io.sluice.imaging.png;

import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;

/// Chooses a filter for every row and applies it (PNG third edition, 9).
///
/// The choice is the specification's own heuristic (12.7): the filter whose output has the smallest sum of
/// absolute
/// values, bytes taken as signed. It depends on the row and the one above alone, so any band gives the same
/// bytes
/// whoever filters it.
final class RowFilter {

    static final int NONE = 0;
    static final int SUB = 1;
    static final int UP = 2;
    static final int AVERAGE = 3;
    static final int PAETH = 4;

    private final int rowBytes;
    private final int pixelBytes;
    private final boolean adaptive;
    private final byte[][] candidates;
    private final byte[] zeros;

    RowFilter(PixelLayout layout) {
        rowBytes = layout.rowBytes();
        pixelBytes = Math.max(1, layout.channels().count() * layout.bits() / 8);
        // indices and packed samples have no neighbourhood in value; filters only spoil them (12.7)
        adaptive = layout.channels() != Channels.INDEXED && layout.bits() >= 8;
        candidates = adaptive ? new byte[5][rowBytes] : new byte[0][];
        zeros = new byte[rowBytes];
    }

    /// Bytes that one filtered row takes.
    int filteredBytes() {
        return rowBytes + 1;
    }

    /// Filters the row at `at` into `target` at `to`; the row above starts at `aboveAt` of `above`, which is
    /// empty
    /// for the first row of the image.
    void filter(byte[] rows, int at, byte[] above, int aboveAt, byte[] target, int to) {
        if (!adaptive) {
            target[to] = NONE;
            System.arraycopy(rows, at, target, to + 1, rowBytes);
            return;
        }
        byte[] up = above.length == 0 ? zeros : above;
        int upAt = above.length == 0 ? 0 : aboveAt;
        sub(rows, at, candidates[SUB]);
        up(rows, at, up, upAt, candidates[UP]);
        average(rows, at, up, upAt, candidates[AVERAGE]);
        paeth(rows, at, up, upAt, candidates[PAETH]);
        System.arraycopy(rows, at, candidates[NONE], 0, rowBytes);
        int best = NONE;
        long least = Long.MAX_VALUE;
        for (int type = NONE; type <= PAETH; type++) {
            long sum = sum(candidates[type]);
            if (sum < least) {
                least = sum;
                best = type;
            }
        }
        target[to] = (byte) best;
        System.arraycopy(candidates[best], 0, target, to + 1, rowBytes);
    }

    private void sub(byte[] rows, int at, byte[] out) {
        System.arraycopy(rows, at, out, 0, Math.min(pixelBytes, rowBytes));
        for (int i = pixelBytes; i < rowBytes; i++) {
            out[i] = (byte) (rows[at + i] - rows[at + i - pixelBytes]);
        }
    }

    private void up(byte[] rows, int at, byte[] up, int upAt, byte[] out) {
        for (int i = 0; i < rowBytes; i++) {
            out[i] = (byte) (rows[at + i] - up[upAt + i]);
        }
    }

    private void average(byte[] rows, int at, byte[] up, int upAt, byte[] out) {
        for (int i = 0; i < Math.min(pixelBytes, rowBytes); i++) {
            out[i] = (byte) (rows[at + i] - ((up[upAt + i] & 0xFF) >> 1));
        }
        for (int i = pixelBytes; i < rowBytes; i++) {
            out[i] = (byte) (rows[at + i] - (((rows[at + i - pixelBytes] & 0xFF) + (up[upAt + i] & 0xFF)) >> 1));
        }
    }

    private void paeth(byte[] rows, int at, byte[] up, int upAt, byte[] out) {
        for (int i = 0; i < Math.min(pixelBytes, rowBytes); i++) {
            out[i] = (byte) (rows[at + i] - up[upAt + i]);
        }
        for (int i = pixelBytes; i < rowBytes; i++) {
            int a = rows[at + i - pixelBytes] & 0xFF;
            int b = up[upAt + i] & 0xFF;
            int c = up[upAt + i - pixelBytes] & 0xFF;
            int pa = Math.abs(b - c);
            int pb = Math.abs(a - c);
            int pc = Math.abs(a + b - 2 * c);
            int nearest = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            out[i] = (byte) (rows[at + i] - nearest);
        }
    }

    private long sum(byte[] row) {
        long sum = 0;
        for (byte b : row) {
            sum += Math.abs(b);
        }
        return sum;
    }
}
